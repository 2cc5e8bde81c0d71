/** A form of the record other than HTML. `about` is where its columns are described. */
export type File = { type: string; body: string | Uint8Array; name?: string; about?: string };

/** Another page that answers the question, whatever it is served below. */
export type Elsewhere = { location: string };
