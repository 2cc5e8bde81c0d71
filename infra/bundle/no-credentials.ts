/**
 * Replaces the SDK's credential providers, because a Lambda's credentials are in the environment, which the
 * SDK asks first. Only a bundle run without them gets here.
 */
throw new Error(
  'This bundle takes AWS credentials from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN only.',
);
