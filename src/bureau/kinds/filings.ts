import type {
  AddedAccess,
  AddedMaterials,
  AddedServices,
  Cancelled,
  Change,
  CheckAnswer,
  FiledPart,
  InitialFiling,
  UnfiledAnswer,
} from './content.ts';
import { defineKind } from './kind.ts';

const servicePath = (index: number) => `services.${index}`;
const bothOf = ({ bureau_id, icp_number }: FiledPart) => [bureau_id, icp_number];

export const initial = defineKind<InitialFiling>({
  word: '首次备案',
  operation: 'initial',
  ends: 'published',
  marks: ({ services }, idOf) => [idOf('entity'), ...services.map((_, n) => idOf(servicePath(n)))],
  owners: ({ services }) => ({
    entity: { path: 'entity' },
    services: services.map((_, n) => ({ path: servicePath(n) })),
  }),
});

/** More services of an entity that is filed already, by whatever provider. */
export const addService = defineKind<AddedServices>({
  word: '新增互联网信息服务',
  operation: 'add_service',
  ends: 'published',
  marks: ({ entity, services }, idOf) => [
    ...bothOf(entity),
    ...services.map((_, index) => idOf(servicePath(index))),
  ],
  owners: ({ entity, services }) => ({
    entity,
    services: services.map((_, n) => ({ path: servicePath(n) })),
  }),
});

/** Our access to a service that another provider filed. */
export const addAccess = defineKind<AddedAccess>({
  word: '新增接入',
  operation: 'add_access',
  ends: 'published',
  marks: ({ service }, idOf) => [idOf('access'), ...bothOf(service)],
  owners: ({ service, entity }) => ({ entity: entity ?? entityOf(service), services: [service] }),
});

/** 浙ICP备2026000001号-1 is the first service of 浙ICP备2026000001号. */
function entityOf({ icp_number = '' }: FiledPart): FiledPart | undefined {
  const number = /^(.+号)-\d+[A-Z]?$/.exec(icp_number.trim())?.[1];
  return number ? { icp_number: number } : undefined;
}

/** One operation on the wire; our kind says what the customer asked for. */
const change = (word: string) =>
  defineKind<Change>({
    word,
    operation: 'change',
    // The bureau's yes is the end: the record it publishes carries no number of this request.
    ends: 'data_result',
    marks: ({ entity, services }) => [entity, ...services].flatMap(bothOf),
    owners: ({ entity, services }) => ({
      entity: { bureau_id: entity.bureau_id },
      services: services.map(({ bureau_id }) => ({ bureau_id })),
    }),
  });
export const changeEntity = change('变更主体');
export const changeService = change('变更互联网信息服务');
export const changeAccess = change('变更接入');

const cancel = (word: string, operation: string, ends: 'cancelled' | 'data_result') =>
  defineKind<Cancelled>({ word, operation, ends, marks: ({ bureau_id }) => [bureau_id] });
export const cancelEntity = cancel('注销主体', 'cancel_entity', 'cancelled');
export const cancelService = cancel('注销互联网信息服务', 'cancel_service', 'cancelled');
// Told at once, and published as a record without it.
export const dropAccess = cancel('取消接入', 'drop_access', 'data_result');

export const addMaterial = defineKind<AddedMaterials>({
  word: '补交核验材料',
  operation: 'add_material',
  ends: 'data_result',
  marks: ({ materials }) => materials.flatMap(bothOf),
});

/** The bureau takes it in without a word. */
export const checkAnswer = defineKind<CheckAnswer>({
  word: '核实任务反馈',
  operation: 'check_answer',
  ends: 'accepted',
  marks: ({ entity }) => [entity.bureau_id],
});

/** Only a fault is answered (5005, 5006, 5007). */
export const unfiledAnswer = defineKind<UnfiledAnswer>({
  word: '未备案网站处理反馈',
  operation: 'unfiled_answer',
  ends: 'accepted',
  marks: ({ domain }) => [domain],
});
