/** Why the laptop does not start, in one line for whoever typed the command. */
export class Refusal extends Error {
  override name = 'Refusal';
}
