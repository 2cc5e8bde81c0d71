import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { schedule } from '../wiring.ts';
import { TrackerFunction } from './lambda.ts';
import { acknowledge } from './nag.ts';
import { watchPermissions } from './permissions.ts';
import { createDeadLetters } from './queues.ts';
import { invokeRegularly } from './schedule.ts';

/** Days for which a depositary's document is kept, as the operator's proof. */
const documentDays = 400;

type WatchingProps = {
  contact: string;
  records: boolean;
  environment: Record<string, string>;
  tableArn: string;
  protect: boolean;
  key: IKey | undefined;
  xray: boolean;
};

/** The bucket of documents as fetched: encrypted, private, and expiring. */
function createDocuments(scope: Construct, key: IKey | undefined, protect: boolean): Bucket {
  const bucket = new Bucket(scope, 'Documents', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    ...(key
      ? { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }
      : { encryption: BucketEncryption.S3_MANAGED }),
    lifecycleRules: [
      { expiration: Duration.days(documentDays), abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
    removalPolicy: protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  acknowledge(bucket, 'AwsSolutions-S1', 'One function writes to it, and its own log says what.');
  return bucket;
}

/** The watch, its schedule and its dead letters, present only if a contact for depositaries is given. */
export class Watching extends Construct {
  readonly watch: TrackerFunction;
  readonly deadLetters: Queue;
  readonly documents: Bucket;

  constructor(scope: Construct, id: string, props: WatchingProps) {
    super(scope, id);
    const { contact, records, environment, tableArn, protect, key, xray } = props;
    const documents = createDocuments(this, key, protect);
    this.documents = documents;
    this.deadLetters = createDeadLetters(this, 'DeadLetters', key);
    this.watch = new TrackerFunction(this, 'Watch', {
      name: 'watch',
      description: 'Each hour: reads the depositaries’ documents that are due',
      environment: {
        ...environment,
        WATCH_CONTACT: contact,
        WATCH_BUCKET: documents.bucketName,
        WATCH_RECORDS: String(records),
      },
      key,
      xray,
      network: undefined,
    });
    this.watch.allow(watchPermissions.table, [tableArn]);
    this.watch.allow(['s3:PutObject'], [documents.arnForObjects('documents/*')]);
    if (key) this.watch.allow(['kms:GenerateDataKey'], [key.keyArn]);
    acknowledge(
      this.watch,
      `AwsSolutions-IAM5[Resource::<${Stack.of(this).getLogicalId(documents.node.defaultChild as CfnBucket)}.Arn>/documents/*]`,
      'Documents are named by their hashes.',
    );
    invokeRegularly(this, this.watch, this.deadLetters, {
      id: 'EveryHour',
      description: 'Watch: depositaries’ documents that are due',
      rate: `rate(${schedule.watchEvery / 3600} hour)`,
    });
  }
}
