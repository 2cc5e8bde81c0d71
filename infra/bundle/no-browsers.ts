/** Stands in a bundle for the parser of browsers' names, with which the SDK says in a browser where it runs. */
throw new Error('This bundle runs in no browser.');
