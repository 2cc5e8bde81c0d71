import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Alias, IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { apiPaths, routeThrottling, throttling } from '../../wiring.ts';
import { createLogGroup } from '../lambda.ts';
import { acknowledge } from '../nag.ts';

export type FrontProps = {
  key: IKey | undefined;
  domain: { name: string; certificateArn: string } | undefined;
};

const routeKey = (key: string) => {
  const [method = '', path = ''] = key.split(' ');
  return HttpRouteKey.with(path, HttpMethod[method as keyof typeof HttpMethod]);
};

/** Two routes for each path, because `{proxy+}` does not match the path itself. */
export const apiRoutes = apiPaths.flatMap((path) => [`ANY ${path}`, `ANY ${path}/{proxy+}`]);

const integrationOf = (id: string, handler: Alias | LambdaFunction) =>
  new HttpLambdaIntegration(id, handler as IFunction, { scopePermissionToRoute: false });

/** The fields of an access log line: no client address, user agent or header. */
const accessLogFormat = {
  requestId: '$context.requestId',
  at: '$context.requestTime',
  method: '$context.httpMethod',
  path: '$context.path',
  route: '$context.routeKey',
  status: '$context.status',
  length: '$context.responseLength',
  latency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  integrationError: '$context.integrationErrorMessage',
  protocol: '$context.protocol',
};

/**
 * The HTTP API: the API's routes, a few of them listed for their limits, and the pages for every other path.
 */
export class Front extends Construct {
  readonly api: HttpApi;
  readonly domain: DomainName | undefined;
  readonly stage: HttpStage;
  readonly accessLog: LogGroup;

  constructor(scope: Construct, id: string, { key, domain }: FrontProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      createDefaultStage: false,
      description: 'Treaty Ratification Tracker',
    });
    this.domain = domain && this.createDomain(domain);
    this.accessLog = createLogGroup(this, 'AccessLog', key);
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle: throttling,
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLog),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFormat)),
      },
      ...(this.domain && { domainMapping: { domainName: this.domain } }),
    });
  }

  /** Routes the API's paths to its function, and everything else to the pages. */
  serve({ api, pages }: { api: Alias | LambdaFunction; pages: LambdaFunction }): void {
    const toApi = integrationOf('Handler', api);
    const toPages = integrationOf('Pages', pages);
    const routes = [
      this.route(HttpRouteKey.DEFAULT, toPages),
      ...[...apiRoutes, ...Object.keys(routeThrottling)].map((key) => this.route(routeKey(key), toApi)),
    ];
    const stage = this.stage.node.defaultChild as CfnStage;
    stage.routeSettings = Object.fromEntries(
      Object.entries(routeThrottling).map(([routeKey, { rateLimit, burstLimit }]) => [
        routeKey,
        { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit },
      ]),
    );
    for (const route of routes) {
      stage.node.addDependency(route);
      acknowledge(
        route,
        'AwsSolutions-APIG4',
        'The record is public; writes carry a key that the function checks.',
      );
    }
  }

  private route(key: HttpRouteKey, integration: HttpLambdaIntegration): HttpRoute {
    return new HttpRoute(this.api, key.key, { httpApi: this.api, routeKey: key, integration });
  }

  private createDomain({ name, certificateArn }: { name: string; certificateArn: string }): DomainName {
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
    return new DomainName(this, 'Domain', { domainName: name, certificate });
  }
}
