import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HttpVersion,
  OriginRequestPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { edgeRequestsPerFiveMinutes } from '../../wiring.ts';
import { acknowledge } from '../nag.ts';
import type { StageConfig } from '../stages.ts';

const visible = (metricName: string) => ({
  cloudWatchMetricsEnabled: true,
  metricName,
  sampledRequestsEnabled: false,
});

/** Counts only, because bodies may have 1 MiB here and the managed rule would refuse them from 8 KiB. */
const counted = [{ name: 'SizeRestrictions_BODY', actionToUse: { count: {} } }];

const managed = (
  name: string,
  priority: number,
  ruleActionOverrides: typeof counted = [],
): CfnWebACL.RuleProperty => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: { managedRuleGroupStatement: { vendorName: 'AWS', name, ruleActionOverrides } },
  visibilityConfig: visible(name),
});

/** The web firewall, a stack of its own, because CloudFront takes it from us-east-1 only. */
export class EdgeStack extends Stack {
  static readonly webAclOutput = 'WebAclArn';

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, { ...props, env: { region: 'us-east-1' } });
    const acl = new CfnWebACL(this, 'WebAcl', {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visible('WebAcl'),
      rules: [
        {
          name: 'TooMany',
          priority: 0,
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: edgeRequestsPerFiveMinutes } },
          visibilityConfig: visible('TooMany'),
        },
        managed('AWSManagedRulesAmazonIpReputationList', 1),
        managed('AWSManagedRulesKnownBadInputsRuleSet', 2),
        managed('AWSManagedRulesCommonRuleSet', 3, counted),
      ],
    });
    new CfnOutput(this, EdgeStack.webAclOutput, { value: acl.attrArn });
  }
}

/**
 * CloudFront before the API. It caches nothing, because answers depend on the key, and the function answers
 * 304 cheaply.
 */
export function createDistribution(
  scope: Construct,
  api: HttpApi,
  edge: EdgeStack,
  config: StageConfig,
): Distribution {
  const { apiId } = api;
  const { region, urlSuffix } = Stack.of(scope);
  const distribution = new Distribution(scope, 'Distribution', {
    comment: 'Treaty Ratification Tracker',
    httpVersion: HttpVersion.HTTP2_AND_3,
    webAclId: Fn.getStackOutput(edge.stackName, EdgeStack.webAclOutput, 'us-east-1'),
    defaultBehavior: {
      origin: new HttpOrigin(`${apiId}.execute-api.${region}.${urlSuffix}`),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    },
    ...(config.domain && {
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      domainNames: [config.domain.name],
      certificate: Certificate.fromCertificateArn(scope, 'EdgeCertificate', config.domain.certificateArn),
    }),
  });
  acknowledge(distribution, 'AwsSolutions-CFR1', 'A public record is read from everywhere.');
  acknowledge(
    distribution,
    'AwsSolutions-CFR3',
    'CloudFront logs hold client addresses; the API keeps its own log without.',
  );
  if (!config.domain) {
    acknowledge(
      distribution,
      'AwsSolutions-CFR4',
      'The minimum TLS version needs a certificate: set customDomain.',
    );
  }
  return distribution;
}
