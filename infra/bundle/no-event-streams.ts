/** Stands in a bundle for the SDK's event streams, which neither DynamoDB nor SQS speaks. */
throw new Error('This bundle has no event streams: no service that it calls uses them.');
