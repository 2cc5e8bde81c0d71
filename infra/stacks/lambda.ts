import { type IVpc, type SecurityGroup, SubnetType, type Vpc } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { codeOf } from '../bundle/bundling.ts';
import { type FunctionName, functionSettings, logRetentionDays, watchSettings } from '../wiring.ts';
import { acknowledge } from './nag.ts';
import { flagPermissions, logs } from './permissions.ts';

export type TrackerFunctionProps = {
  name: FunctionName | 'watch';
  description: string;
  environment: Record<string, string>;
  key: IKey | undefined;
  xray: boolean;
  /** The network that it sends from; undefined for Lambda's own. */
  network: { vpc: Vpc; securityGroup: SecurityGroup } | undefined;
};

/** A Lambda of `functions/`, with its own role and log group. */
export class TrackerFunction extends Construct {
  readonly role: Role;
  readonly logGroup: LogGroup;
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: TrackerFunctionProps) {
    super(scope, id);
    this.logGroup = createLogGroup(this, 'Log', props.key);
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.allow(logs, [this.logGroup.logGroupArn]);
    if (props.network) this.allowEverywhere(flagPermissions.staticEgress);
    const { timeout, memory } = props.name === 'watch' ? watchSettings : functionSettings[props.name];
    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: codeOf(props.name),
      handler: 'handler.handler',
      timeout: Duration.seconds(timeout),
      memorySize: memory,
      environment: { ...props.environment, NODE_OPTIONS: '--enable-source-maps' },
      role: this.role,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: props.xray ? Tracing.ACTIVE : Tracing.DISABLED,
      ...(props.network && {
        vpc: props.network.vpc as IVpc,
        vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
        securityGroups: [props.network.securityGroup],
      }),
    });
    this.acknowledgeChoices(props);
  }

  /** Adds exact actions on exact resources to the role. */
  allow(actions: readonly string[], resources: readonly string[]): void {
    if (actions.length === 0 || resources.length === 0) return;
    this.role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }

  private allowEverywhere(actions: readonly string[]): void {
    this.allow(actions, ['*']);
  }

  private acknowledgeChoices({ xray, network }: TrackerFunctionProps): void {
    acknowledge(
      this,
      'Serverless-LambdaDLQ',
      'What fails is kept by its source: redrive policy, stream or async destination. The API answers directly.',
    );
    if (!xray) {
      acknowledge(
        this,
        'Serverless-LambdaTracing',
        'Traces are a flag; logs already follow a change by its id.',
      );
    }
    if (xray || network) {
      acknowledge(
        this,
        'AwsSolutions-IAM5[Resource::*]',
        'Traces and network interfaces have no resource to name.',
      );
    }
  }
}

/** A log group that is deleted with its stack and expires its lines. */
export function createLogGroup(scope: Construct, id: string, key: IKey | undefined): LogGroup {
  return new LogGroup(scope, id, {
    retention: logRetentionDays as RetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
    ...(key && { encryptionKey: key }),
  });
}
