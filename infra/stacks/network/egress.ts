import {
  CfnEIP,
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  type IVpc,
  NatProvider,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { createLogGroup } from '../lambda.ts';

/** A network with one fixed address, which subscribers can put on their allow list. */
export class Egress extends Construct {
  readonly vpc: Vpc;
  readonly securityGroup: SecurityGroup;
  readonly address: CfnEIP;

  constructor(scope: Construct, id: string, key: IKey | undefined) {
    super(scope, id);
    this.address = new CfnEIP(this, 'Address', { domain: 'vpc' });
    this.address.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.vpc = new Vpc(this, 'Vpc', {
      maxAzs: 2,
      natGateways: 1,
      natGatewayProvider: NatProvider.gateway({ eipAllocationIds: [this.address.attrAllocationId] }),
      // Left as it is: nothing uses the default group, and emptying it would take a custom resource with
      // rights of its own.
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [
        { name: 'Public', subnetType: SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        { name: 'Private', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 24 },
      ],
      gatewayEndpoints: { Table: { service: GatewayVpcEndpointAwsService.DYNAMODB } },
      flowLogs: {
        Refusals: { destination: FlowLogDestination.toCloudWatchLogs(createLogGroup(this, 'FlowLog', key)) },
      },
    });
    this.securityGroup = new SecurityGroup(this, 'Senders', {
      vpc: this.vpc as IVpc,
      description: 'Senders of webhooks: out to anywhere, in from nowhere',
      allowAllOutbound: true,
    });
  }
}
