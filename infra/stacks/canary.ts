import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { Alias, type IVersion, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { acknowledge } from './nag.ts';

/** The alias that the API serves, so that a new version can prove itself. */
export const createAlias = (scope: Construct, handler: LambdaFunction): Alias =>
  new Alias(scope, 'Live', { aliasName: 'live', version: handler.currentVersion as IVersion });

/**
 * Sends a tenth of the requests to a new version for five minutes, and returns to the old one if the alarm
 * rings.
 */
export function createCanary(scope: Construct, alias: Alias, alarm: IAlarm): LambdaDeploymentGroup {
  const group = new LambdaDeploymentGroup(scope, 'Canary', {
    alias,
    deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
    alarms: [alarm],
    autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
  });
  acknowledge(
    group,
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]',
    'The policy that AWS keeps for exactly this service role.',
  );
  return group;
}
