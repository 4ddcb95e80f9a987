// The tools an assistant may be given, by the names stored with it.

import { type CallTools, ToolBudget } from './call-tools.ts';
import { captureLeadTool } from './capture-lead.ts';
import { createTicketTool } from './create-ticket.ts';
import { endCallTool } from './end-call.ts';
import { getBalanceTool } from './get-balance.ts';

const toolsByName = {
  get_balance: getBalanceTool,
  capture_lead: captureLeadTool,
  create_ticket: createTicketTool,
  end_call: endCallTool,
};

/** The name of a tool. */
export type ToolName = keyof typeof toolsByName;

const isToolName = (name: string): name is ToolName => Object.hasOwn(toolsByName, name);

/** Makes the tools of one call; names nobody knows are skipped and logged. */
export function createTools(names: readonly string[], call: CallTools) {
  const budget = new ToolBudget();
  const unknown = names.filter((name) => !isToolName(name));
  if (unknown.length > 0) call.logger.warn({ unknown }, 'assistant names unknown tools');
  return [...new Set(names.filter(isToolName))].map((name) => toolsByName[name](call, budget));
}
