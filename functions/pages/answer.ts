/** A form of the record other than HTML; `about` is the address where its columns are described. */
export type File = { type: string; body: string | Uint8Array; name?: string; about?: string };

/** A redirect to another page that answers the question. */
export type Elsewhere = { location: string };
