import gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import type gossip from '@eventstore/db-client/generated/gossip_pb.js';
import featureServices from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import streamServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { Server, ServerCredentials, type UntypedServiceImplementation, type sendUnaryData } from '@grpc/grpc-js';
import type { ServerDuplexStream, ServerReadableStream } from '@grpc/grpc-js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { answerAppend } from './appending.js';
import { answerFeatures, answerGossip } from './discovery.js';
import { failures, Faults } from './faults.js';
import { Network } from './network.js';
import { answerRead, type ReadCall } from './reading.js';
import { RecordLog } from './record-log.js';

/** What every call is answered from. */
export interface Running {
  readonly log: RecordLog;
  readonly faults: Faults;
  readonly network: Network;
  /** How often each method was called. */
  readonly calls: Map<string, number>;
  /** Where each subscription began: the position after which records were sent, or -1. */
  readonly subscribedAfter: number[];
}

/**
 * Speaks KurrentDB's protocol from inside the test's process, and fails on demand. It stands in for the real server where a test has to
 * decide what goes wrong and when; whether we get on with a real KurrentDB, only a real one can tell.
 */
export class StandInServer implements Running {
  readonly faults = new Faults();
  readonly calls = new Map<string, number>();
  readonly subscribedAfter: number[] = [];

  private constructor(
    readonly log: RecordLog,
    readonly network: Network,
    private readonly server: Server,
  ) {}

  /**
   * `log` is what its disk holds already; a cluster's servers share one. Unless told not to, it lets clients in; with a certificate, by TLS
   * only.
   */
  static async start({ log = new RecordLog(), open = true, certificate }: Start = {}): Promise<StandInServer> {
    const server = new Server({ 'grpc.max_receive_message_length': 32 * 1024 * 1024 });
    const port = await bound(server, credentialsOf(certificate));
    const standIn = new StandInServer(log, new Network(port), server);
    server.addService(streamServices.StreamsService, streamCalls(standIn));
    server.addService(featureServices.ServerFeaturesService, { getSupportedMethods: answerFeatures });
    server.addService(gossipServices.GossipService, {
      read: (_call: unknown, reply: sendUnaryData<gossip.ClusterInfo>) => answerGossip(standIn, reply),
    });
    await standIn.network.open();
    if (!open) await standIn.network.shut();
    return standIn;
  }

  /** What a client connects to. Credentials make no difference here: without TLS the client does not send them. */
  get url(): string {
    return `esdb://admin:changeit@127.0.0.1:${this.network.port}?tls=false`;
  }

  async close(): Promise<void> {
    await this.network.shut();
    this.server.forceShutdown();
  }
}

interface Start {
  readonly log?: RecordLog;
  readonly open?: boolean;
  readonly certificate?: { readonly chain: Buffer; readonly key: Buffer } | undefined;
}

function credentialsOf(certificate: Start['certificate']): ServerCredentials {
  if (certificate === undefined) return ServerCredentials.createInsecure();
  return ServerCredentials.createSsl(null, [{ cert_chain: certificate.chain, private_key: certificate.key }]);
}

function bound(server: Server, credentials: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, port) => (error === null ? resolve(port) : reject(error)));
  });
}

function streamCalls(running: Running): UntypedServiceImplementation {
  const count = (method: string): void => {
    running.calls.set(method, (running.calls.get(method) ?? 0) + 1);
  };
  return {
    read: (call: ReadCall) => {
      count(call.request.getOptions()?.hasSubscription() === true ? 'subscribe' : 'read');
      void answerRead(running, call);
    },
    append: (
      call: ServerReadableStream<streams.AppendReq, streams.AppendResp>,
      reply: sendUnaryData<streams.AppendResp>,
    ) => {
      count('append');
      answerAppend(running, call, reply);
    },
    // Its client ignores deadlines and shares one map of promises over the whole process: nothing of ours may come this way.
    batchAppend: (call: ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>) => {
      count('batchAppend');
      call.emit('error', failures.notSupported('this server takes the classic append only'));
    },
    delete: (_call: unknown, reply: sendUnaryData<streams.DeleteResp>) => {
      count('delete');
      reply(failures.accessDenied());
    },
    tombstone: (_call: unknown, reply: sendUnaryData<streams.TombstoneResp>) => {
      count('tombstone');
      reply(failures.accessDenied());
    },
  };
}
