// Which organization a request belongs to: for now there is the seeded one, and it is everybody's.

/** The default organization of the first migration. */
export const DEFAULT_ORGANIZATION_ID = '00000000-0000-4000-8000-000000000001';
