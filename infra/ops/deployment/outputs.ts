import {
  CloudFormationClient,
  type CloudFormationServiceException,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { Refusal } from '../../local/refusal.ts';

/** The deployed service's description: the outputs of its stack. */
export const outputNames = {
  url: 'ApiUrl',
  table: 'TableName',
  fanout: 'FanoutQueueUrl',
  deliver: 'DeliverQueueUrl',
  fanoutDeadLetters: 'FanoutDeadLettersUrl',
  deliverDeadLetters: 'DeliverDeadLettersUrl',
  publishDeadLetters: 'PublishDeadLettersUrl',
  sweepDeadLetters: 'SweepDeadLettersUrl',
  masterSecret: 'MasterSecretArn',
  version: 'Version',
} as const;

/** Outputs that are there only if documents are watched. */
const watchOutputs = { documents: 'DocumentsBucket', watchDeadLetters: 'WatchDeadLettersUrl' } as const;

export type Outputs = Record<keyof typeof outputNames, string> &
  Partial<Record<keyof typeof watchOutputs, string>>;

const stackName = (stage: string): string => `TreatyTracker-${stage}-Service`;

/** Reads the outputs. @throws Refusal that says what to do if the stack, or one of them, is missing */
export async function readOutputs(stage: string): Promise<Outputs> {
  const client = new CloudFormationClient({});
  const name = stackName(stage);
  const stacks = await client.send(new DescribeStacksCommand({ StackName: name })).catch(async (error) => {
    throw refusal(error, name, await client.config.region().catch(() => undefined));
  });
  const found = new Map(
    (stacks.Stacks?.[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [
      OutputKey,
      OutputValue,
    ]),
  );
  const outputs = Object.entries(outputNames).map(([member, output]) => {
    const value = found.get(output);
    if (!value)
      throw new Refusal(`The stack ${name} has no output ${output}; deploy this version of it first.`);
    return [member, value];
  });
  const ofWatch = Object.entries(watchOutputs).flatMap(([member, output]) => {
    const value = found.get(output);
    return value ? [[member, value]] : [];
  });
  return Object.fromEntries([...outputs, ...ofWatch]) as Outputs;
}

function refusal(error: CloudFormationServiceException, stack: string, region: string | undefined): Error {
  if (region === undefined)
    return new Refusal('No AWS region is set: set AWS_REGION, or AWS_PROFILE to a profile that has one.');
  if (/does not exist/.test(error.message))
    return new Refusal(
      `There is no stack ${stack} in ${region}: deploy it, or set AWS_REGION or AWS_PROFILE.`,
    );
  return new Refusal(`The stack ${stack} in ${region} cannot be read: ${error.message.split('\n')[0]}`);
}
