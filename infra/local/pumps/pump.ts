export type Pump = {
  /** Takes nothing new and waits for what is under way. */
  stop(): Promise<void>;
};
