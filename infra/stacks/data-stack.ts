import {
  AttributeType,
  Billing,
  type CfnGlobalTable,
  type GlobalSecondaryIndexPropsV2,
  ProjectionType,
  StreamViewType,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { schema } from '../../functions/store/schema.ts';
import { createCustomerKey } from './encryption.ts';
import { acknowledge } from './nag.ts';
import type { StageConfig } from './stages.ts';

export type DataStackProps = StackProps & { config: StageConfig };

/** What must outlive every deployment: the table, the master secret and, by flag, the key. */
export class DataStack extends Stack {
  readonly table: TableV2;
  readonly masterSecret: Secret;
  readonly key: IKey | undefined;

  constructor(scope: Construct, id: string, { config, ...props }: DataStackProps) {
    super(scope, id, { ...props, terminationProtection: config.protect });
    this.key = config.customerKey ? createCustomerKey(this) : undefined;
    this.table = createTable(this, config, this.key);
    this.masterSecret = createMasterSecret(this, this.key);
  }
}

function createTable(scope: Construct, config: StageConfig, key: IKey | undefined): TableV2 {
  const { maxReadRequestUnits, maxWriteRequestUnits } = config;
  const fuse = { maxReadRequestUnits, maxWriteRequestUnits };
  const table = new TableV2(scope, 'Table', {
    partitionKey: text(schema.partitionKey),
    sortKey: text(schema.sortKey),
    timeToLiveAttribute: schema.timeToLive,
    dynamoStream: StreamViewType[schema.stream],
    globalSecondaryIndexes: indexes(fuse),
    billing: Billing.onDemand(fuse),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: config.pointInTimeRecovery },
    deletionProtection: config.protect,
    removalPolicy: config.protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  if (key) encryptTable(table, key);
  if (!config.pointInTimeRecovery) {
    acknowledge(table, 'AwsSolutions-DDB3', 'A development table is seeded again, not restored.');
  }
  return table;
}

/**
 * Encrypts the table; `TableEncryptionV2.customerManagedKey` cannot be used, because it requires the region,
 * which these stacks do not know.
 */
function encryptTable(table: TableV2, key: IKey): void {
  const resource = table.node.defaultChild as CfnGlobalTable;
  resource.sseSpecification = { sseEnabled: true, sseType: 'KMS' };
  resource.addPropertyOverride('Replicas.0.SSESpecification.KMSMasterKeyId', key.keyArn);
}

const text = (name: string) => ({ name, type: AttributeType.STRING });

function indexes(fuse: {
  maxReadRequestUnits: number;
  maxWriteRequestUnits: number;
}): GlobalSecondaryIndexPropsV2[] {
  return Object.entries(schema.indexes).map(([indexName, { partitionKey, sortKey, projection }]) => ({
    indexName,
    partitionKey: text(partitionKey),
    sortKey: text(sortKey),
    projectionType: ProjectionType[projection],
    ...fuse,
  }));
}

/**
 * The master secret, from which signing keys derive. It is always retained, because losing it makes every
 * subscriber take new secrets. AWS generates its first generation.
 */
function createMasterSecret(scope: Construct, key: IKey | undefined): Secret {
  const secret = new Secret(scope, 'MasterSecret', {
    description:
      'Generations of the secret from which webhook signing keys derive: changed by "npm run ops -- master-secret" only.',
    generateSecretString: { passwordLength: 64, excludePunctuation: true },
    removalPolicy: RemovalPolicy.RETAIN,
    ...(key && { encryptionKey: key }),
  });
  acknowledge(
    secret,
    'AwsSolutions-SMG4',
    'An automatic rotation cannot know which generations still sign: "ops master-secret" does.',
  );
  return secret;
}
