/**
 * The package is CommonJS and exports the function itself; its own types wrongly declare a default export.
 */
declare module 'robots-parser' {
  type Robots = {
    isAllowed(url: string, agent?: string): boolean | undefined;
    /** In seconds. */
    getCrawlDelay(agent?: string): number | undefined;
  };
  function parseRobots(url: string, text: string): Robots;
  export = parseRobots;
}
