import { setTimeout as sleep } from 'node:timers/promises';
import { SignatureV4 } from '@smithy/signature-v4';

type Signing = ConstructorParameters<typeof SignatureV4>[0];

/** What the configuration of any client of the SDK knows: who we are, and where. */
export type Aws = Pick<Signing, 'credentials' | 'sha256'> & { region: () => Promise<string> };

export type AwsRequest = {
  service: 'secretsmanager' | 'sqs';
  /** `X-Amz-Target`, such as `AmazonSQS.SendMessageBatch`. */
  target: string;
  protocol: 'json-1.0' | 'json-1.1';
  endpoint: string;
  body: object;
};

const tries = 3;
const deadline = 3000;

/**
 * One signed call, tried three times: a client of the SDK's own for each service that is called once or twice adds
 * 14 to 28 KB to every bundle, this nothing that the DynamoDB client has not brought already.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-json.html
 * @throws Error with the status and the name of AWS's error, and nothing else of an answer
 */
export async function callAws(aws: Aws, request: AwsRequest): Promise<string> {
  for (let tried = 1; ; tried++) {
    const answer = await call(aws, request).catch((error: Error) => ({ status: 0, text: error.name }));
    if (answer.status === 200) return answer.text;
    if (tried === tries || isFinal(answer))
      throw new Error(`${request.target} failed: ${answer.status} ${errorName(answer.text)}`);
    await sleep(Math.random() * 100 * 2 ** tried);
  }
}

const isFinal = ({ status, text }: { status: number; text: string }): boolean =>
  status >= 400 && status < 500 && !errorName(text).includes('Throttl');

async function call(
  { credentials, region, sha256 }: Aws,
  { service, target, protocol, endpoint, body }: AwsRequest,
) {
  const url = new URL(endpoint);
  const text = JSON.stringify(body);
  const signer = new SignatureV4({ service, region: await region(), credentials, sha256 });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    path: '/',
    headers: { host: url.host, 'content-type': `application/x-amz-${protocol}`, 'x-amz-target': target },
    body: text,
  });
  const { host: _, ...sent } = headers;
  const signal = AbortSignal.timeout(deadline);
  const response = await fetch(new URL('/', url), {
    method: 'POST',
    headers: sent,
    body: text,
    signal,
    redirect: 'error',
  });
  return { status: response.status, text: await response.text() };
}

const errorName = (text: string): string =>
  /"__type"\s*:\s*"(?:[\w.]+#)?(\w+)"/.exec(text)?.[1] ?? text.match(/^\w+$/)?.[0] ?? '';
