// Jest's own order is by how long each file took last time, which a clean clone does not know. What waits for brokers and databases to die and
// come back takes longest, and is begun first, so that at the end no worker waits for another.
// eslint-disable-next-line @typescript-eslint/no-require-imports -- Jest loads its sequencer as CommonJS.
const { default: Sequencer } = require('@jest/test-sequencer');

const ORDER = ['/test/faults/relay', '/test/faults/intake', '/test/faults/crash', '/test/faults/', '/test/journeys/'];

class LongestFirst extends Sequencer {
  sort(tests) {
    const rankOf = ({ path }) => {
      const rank = ORDER.findIndex((part) => path.includes(part));
      return rank < 0 ? ORDER.length : rank;
    };
    return super.sort(tests).toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}

module.exports = LongestFirst;
