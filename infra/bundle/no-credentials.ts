/**
 * Stands in a bundle for the SDK's credential providers that a Lambda never uses. Its credentials are in the
 * environment, which the SDK asks first; whoever gets here runs the bundle without them.
 */
throw new Error(
  'This bundle takes AWS credentials from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN only.',
);
