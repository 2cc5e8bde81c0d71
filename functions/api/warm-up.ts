/**
 * Node loads its web classes when they are first used, which takes as long as the rest of a request: so they are used
 * while the function is made ready, when a function has more of the processor than at work.
 */
export function warmUp(): void {
  new Response(new Request('http://tracker/').method, { headers: new Headers() });
}
