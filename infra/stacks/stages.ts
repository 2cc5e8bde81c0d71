export type StageName = 'dev' | 'staging' | 'prod';

/** The defaults that differ between stages; all else is a flag. Money is US dollars a month. */
export type StageSettings = {
  protect: boolean;
  pointInTimeRecovery: boolean;
  maxReadRequestUnits: number;
  maxWriteRequestUnits: number;
  monthlyBudget: number | undefined;
  /** Subscriptions that one registrable domain may have, so that no host becomes the target of many. */
  subscriptionsPerDomain: number;
};

const subscriptionsPerDomain = 20;

export const stages: Record<StageName, StageSettings> = {
  dev: {
    protect: false,
    pointInTimeRecovery: false,
    maxReadRequestUnits: 200,
    maxWriteRequestUnits: 200,
    monthlyBudget: undefined,
    subscriptionsPerDomain,
  },
  staging: {
    protect: false,
    pointInTimeRecovery: true,
    maxReadRequestUnits: 500,
    maxWriteRequestUnits: 500,
    monthlyBudget: 25,
    subscriptionsPerDomain,
  },
  prod: {
    protect: true,
    pointInTimeRecovery: true,
    maxReadRequestUnits: 2000,
    maxWriteRequestUnits: 1000,
    monthlyBudget: 50,
    subscriptionsPerDomain,
  },
};

export type StageConfig = StageSettings & {
  name: StageName;
  version: string;
  restoredTable: { name: string; streamArn: string } | undefined;
  alarmEmail: string | undefined;
  noticeEmail: string | undefined;
  runbookUrl: string | undefined;
  domain: { name: string; certificateArn: string } | undefined;
  edge: boolean;
  xray: boolean;
  customerKey: boolean;
  canary: boolean;
  staticEgress: boolean;
  watch: { contact: string; records: boolean } | undefined;
};
