/**
 * Replaces the cache of discovered endpoints, because DynamoDB's endpoint is known and discovery is off by
 * default. https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoint-discovery.html
 */
export class EndpointCache {
  readonly has = (): boolean => false;
  readonly get = (): undefined => undefined;
  readonly getEndpoint = (): undefined => undefined;
  readonly set = (): void => {};
  readonly delete = (): void => {};
  readonly clear = (): void => {};
}
