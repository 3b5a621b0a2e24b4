import type { ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { Running } from './server.js';

const { LEADER, FOLLOWER } = gossip.MemberInfo.VNodeState;
const METHODS = ['read', 'append', 'batchappend', 'delete', 'tombstone'];

/** Says what the server can do, as a client asks before its first append without credentials. */
export function answerFeatures(
  _call: ServerUnaryCall<shared.Empty, features.SupportedMethods>,
  reply: sendUnaryData<features.SupportedMethods>,
): void {
  const methods = METHODS.map((name) =>
    new features.SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(name),
  );
  reply(null, new features.SupportedMethods().setEventStoreServerVersion('25.0.0').setMethodsList(methods));
}

/** Names the members of the cluster, as a client asks that was given several addresses. */
export function answerGossip({ faults, network }: Running, reply: sendUnaryData<gossip.ClusterInfo>): void {
  const here = { address: '127.0.0.1', port: network.port };
  const members = [memberAt(here, faults.leader === undefined ? LEADER : FOLLOWER)];
  if (faults.leader !== undefined) members.push(memberAt(faults.leader, LEADER));
  reply(null, new gossip.ClusterInfo().setMembersList(members));
}

function memberAt(
  { address, port }: { address: string; port: number },
  state: gossip.MemberInfo.VNodeState,
): gossip.MemberInfo {
  return new gossip.MemberInfo()
    .setInstanceId(new shared.UUID().setString(`00000000-0000-4000-8000-${String(port).padStart(12, '0')}`))
    .setTimeStamp(String(Date.now()))
    .setState(state)
    .setIsAlive(true)
    .setHttpEndPoint(new gossip.EndPoint().setAddress(address).setPort(port));
}
