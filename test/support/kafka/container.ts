/** A broker in a container, where a Docker engine answers. */
export interface Contained {
  readonly address: string;
  remove(): Promise<void>;
}

/** Kafka 4.1, as Confluent packs it: the image that the module of testcontainers is made for. */
const IMAGE = 'confluentinc/cp-kafka:8.1.0';
const PORT = 9093;

/** Starts a broker in a container; `undefined` where no Docker engine answers. */
export async function startContainer(): Promise<Contained | undefined> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  try {
    await getContainerRuntimeClient();
  } catch {
    return undefined;
  }
  const { KafkaContainer } = await import('@testcontainers/kafka');
  const container = await new KafkaContainer(IMAGE)
    .withKraft()
    .withEnvironment({ KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false' })
    .start();
  return {
    address: `${container.getHost()}:${container.getMappedPort(PORT)}`,
    remove: async () => {
      await container.stop();
    },
  };
}
