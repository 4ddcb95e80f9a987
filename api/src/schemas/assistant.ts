// What the api says about assistants.
import { z } from '@hono/zod-openapi';
import { id } from './values.ts';

/** An assistant in short, as calls name it. */
export const assistantSummarySchema = z
  .object({
    id: id('The assistant.'),
    slug: z.string().openapi({ example: 'alex' }),
    name: z.string().openapi({ example: 'Alex' }),
  })
  .openapi('AssistantSummary');

/** An assistant one can talk to. Its instructions are not told. */
export const assistantSchema = z
  .object({
    id: id('The assistant.'),
    slug: z.string().openapi({ example: 'alex' }),
    name: z.string().openapi({ example: 'Alex' }),
    description: z.string().nullable().openapi({ example: 'Friendly and quick.' }),
    voice: z.string().openapi({ example: 'alloy' }),
    language: z.string().openapi({ example: 'en' }),
    isDefault: z.boolean().openapi({ description: 'Answers when a call names no assistant.' }),
  })
  .openapi('Assistant');

/** All assistants of the organization. */
export const assistantListSchema = z
  .object({ items: z.array(assistantSchema) })
  .openapi('AssistantList');
