/** The package is CommonJS and is the function itself; its own types speak of a default export that it has not. */
declare module 'robots-parser' {
  type Robots = {
    isAllowed(url: string, agent?: string): boolean | undefined;
    /** In seconds. */
    getCrawlDelay(agent?: string): number | undefined;
  };
  function parseRobots(url: string, text: string): Robots;
  export = parseRobots;
}
