import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Collaboration, KeyVersion } from '../../domain/collaboration/collaboration.js';
import { leadOn, nameOn, type Term, type Unit } from '../../domain/collaboration/unit.js';
import { parseSlug, type CollaborationId } from '../../domain/identifiers.js';
import { ApiReads, EXAMPLE_COLLABORATION } from '../../web/api-docs.js';
import { API } from '../../web/outcome-answer.js';
import { refusedBecause } from '../../web/problems.js';
import { refuseQuery } from '../../web/query-fields.js';
import { ListCollaborations, ReadCollaboration } from './read-collaborations.js';

const EXAMPLE = { id: EXAMPLE_COLLABORATION, name: 'Yorkshire and the Humber joint working', model: 'lead-force' };

@Controller(`${API}/collaborations`)
export class ReadCollaborationsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiReads({ summary: 'All collaborations', answer: { collaborations: [EXAMPLE] } })
  async list(@Query() query: unknown): Promise<object> {
    refuseQuery(query);
    const all = await this.queries.execute(new ListCollaborations());
    return { collaborations: all.map(({ id, name, model }) => ({ id, name, model })) };
  }

  @Get(':id')
  @ApiReads({
    summary: 'A collaboration: its members, functions, units and keys, each with its dates',
    answer: {
      ...EXAMPLE,
      revision: 14,
      members: [{ force: 'humberside', from: '2005-09-01', to: null }],
      functions: [{ function: 'forensics', members: [{ force: 'cleveland', from: '2018-04-01', to: null }] }],
      units: [
        {
          unit: 'rocta',
          name: 'Regional Organised Crime Threat Assessment',
          leadForce: 'west-yorkshire',
          from: '2012-04-01',
          to: null,
          function: null,
          names: [
            { from: '2012-04-01', name: 'Organised Crime Group Mapping' },
            { from: '2017-09-27', name: 'Regional Organised Crime Threat Assessment' },
          ],
          leadForces: [{ from: '2016-09-01', leadForce: 'west-yorkshire', approvedOn: '2017-09-27' }],
        },
      ],
      keys: [
        {
          key: 'population-mid-2010',
          versions: [{ from: '2005-09-01', basis: 'population', assumed: true, weights: { humberside: 916100 } }],
        },
      ],
    },
    refusals: [404],
  })
  async read(@Param('id') given: string, @Query() query: unknown): Promise<object> {
    refuseQuery(query);
    const id = parseSlug<CollaborationId>(given);
    const found = id && (await this.queries.execute(new ReadCollaboration(id)));
    if (found === undefined)
      throw refusedBecause({ code: 'unknown-collaboration', collaboration: given.slice(0, 100) });
    return viewCollaboration(found);
  }
}

function viewCollaboration({ id, name, model, revision, ...agreed }: Collaboration): object {
  const { members, functions, units, keys } = agreed;
  return {
    id,
    name,
    model,
    revision,
    members: viewMembers(members),
    functions: [...functions].map(([of, forces]) => ({ function: of, members: viewMembers(forces) })),
    units: [...units].map(([unit, each]) => ({ unit, ...viewUnit(each) })),
    keys: [...keys].map(([key, versions]) => ({ key, versions: versions.map(viewVersion) })),
  };
}

function viewMembers(members: Collaboration['members']): readonly object[] {
  return [...members].flatMap(([force, terms]) => terms.map((term) => ({ force, ...viewTerm(term) })));
}

/** A unit under its latest name and lead force, and then all that it ever had. */
function viewUnit(unit: Unit): object {
  return {
    name: nameOn(unit),
    leadForce: leadOn(unit) ?? null,
    ...viewTerm(unit),
    function: unit.function ?? null,
    names: unit.names,
    leadForces: unit.leads.map(({ from, leadForce, approvedOn }) => ({
      from,
      leadForce,
      approvedOn: approvedOn ?? null,
    })),
  };
}

/** `to` is the first day after the term; `null` while there is no end to it. */
function viewTerm({ from, to }: Term): object {
  return { from, to: to ?? null };
}

function viewVersion({ from, basis, isAssumed, weights }: KeyVersion): object {
  const byForce = Object.fromEntries(weights.map(({ force, weight }) => [force, weight]));
  return { from, basis, assumed: isAssumed, weights: byForce };
}
