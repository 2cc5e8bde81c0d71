/** Why the laptop does not start, in one line for the user. */
export class Refusal extends Error {
  override name = 'Refusal';
}
