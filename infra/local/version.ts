import manifest from '../../package.json' with { type: 'json' };

/** Of the program, as its manifest says. */
export const { version } = manifest;
