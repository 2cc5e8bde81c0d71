import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { fromAlarms } from '../stacks/encryption.ts';
import { acknowledge } from '../stacks/nag.ts';
import type { StageConfig } from '../stacks/stages.ts';
import type { Urgency } from './alarms.ts';

/**
 * A key for the topics if the stage has none, because the key that SNS manages does not let CloudWatch in.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export function createTopicKey(scope: Construct): IKey {
  const key = new Key(scope, 'TopicKey', { enableKeyRotation: true, removalPolicy: RemovalPolicy.DESTROY });
  key.addToResourcePolicy(fromAlarms(Stack.of(scope)));
  return key;
}

/** The topics: `Alarms` for what users feel now, `Notices` for what can wait until morning. */
export const createTopics = (scope: Construct, key: IKey, config: StageConfig): Record<Urgency, Topic> => ({
  now: createTopic(scope, 'Alarms', key, config.alarmEmail),
  soon: createTopic(scope, 'Notices', key, config.noticeEmail ?? config.alarmEmail),
});

function createTopic(scope: Construct, id: string, masterKey: IKey, email: string | undefined): Topic {
  const topic = new Topic(scope, id, { enforceSSL: true, masterKey });
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsOfThisAccount',
      principals: ['cloudwatch', 'budgets'].map(
        (service) => new ServicePrincipal(`${service}.amazonaws.com`),
      ),
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  if (email === undefined) return topic;
  topic.addSubscription(new EmailSubscription(email));
  acknowledge(
    topic,
    'Serverless-SNSRedrivePolicy',
    'E-mail is retried by SNS itself; the alarm stays visible.',
  );
  return topic;
}
