import { Aws, CfnMapping, Fn, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** Hosts of the console, by partition. https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
const consoles = {
  aws: { host: 'console.aws.amazon.com' },
  'aws-cn': { host: 'console.amazonaws.cn' },
  'aws-us-gov': { host: 'console.amazonaws-us-gov.com' },
};

/** Addresses of CloudWatch's console in the region and partition that a stack is deployed to. */
export class ConsoleLinks {
  private readonly base: string;

  constructor(scope: Construct) {
    const mapping = new CfnMapping(scope, 'Consoles', { mapping: consoles });
    const host = Fn.findInMap(mapping.logicalId, Aws.PARTITION, 'host');
    const { region } = Stack.of(scope);
    this.base = `https://${region}.${host}/cloudwatch/home?region=${region}`;
  }

  dashboard(name: string): string {
    return `${this.base}#dashboards/dashboard/${name}`;
  }

  /** The address of a log group, whose name needs no encoding, because it has no slash or space. */
  log(group: string): string {
    return `${this.base}#logsV2:log-groups/log-group/${group}`;
  }
}
