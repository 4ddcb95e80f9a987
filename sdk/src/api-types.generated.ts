// Made from sdk/openapi.json by scripts/generate-sdk-types.ts; change the api instead.
export interface paths {
    "/api/v1/voice-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your calls */
        get: operations["listVoiceSessions"];
        put?: never;
        /**
         * Start a call
         * @description Reserves time, makes a room and sends an agent to it. Join the room with the token. A retry with the same Idempotency-Key answers the same call with a fresh token.
         */
        post: operations["createVoiceSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voice-sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a call with its receipt */
        get: operations["getVoiceSession"];
        put?: never;
        post?: never;
        /**
         * Delete what was said in a call
         * @description The words go for good; the call stays listed with its time, as the ledger does.
         */
        delete: operations["deleteVoiceSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voice-sessions/{id}/transcript": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what was said */
        get: operations["getTranscript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voice-sessions/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a running call
         * @description Asks for the end; it is settled within seconds. Asking again changes nothing.
         */
        post: operations["endVoiceSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voice-sessions/{id}/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a fresh join token for a running call
         * @description Whoever joins second takes the call over; the first tab is told it has moved.
         */
        post: operations["createJoinToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/voice-sessions/{id}/agent-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that the agent vanished
         * @description The room is looked at first: the word of a client alone changes nothing.
         */
        post: operations["createAgentRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the signed-in user */
        get: operations["getCurrentUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the time on your account */
        get: operations["getBalance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger-entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List every change of your time */
        get: operations["listLedgerEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/promo-redemptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Redeem a promo code for free time
         * @description A code that makes a purchase cheaper is refused with `promo_code_needs_purchase`. A retry with the same Idempotency-Key answers as the first. Wrong codes are counted: ten an hour.
         */
        post: operations["createPromoRedemption"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/referral": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get your referral link
         * @description The link is made on first ask and stays the same.
         */
        get: operations["getReferral"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/referrals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say who brought you
         * @description Both sides get time after your first purchase. Once, in the first 30 days and before that purchase; never by your own code or in a circle.
         */
        post: operations["createReferral"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/price-quotes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a price
         * @description Tells what a package costs you, what moved the price, and promises it until it expires. Buying with `quoteId` costs just that. Wrong promo codes are counted: ten an hour.
         */
        post: operations["createPriceQuote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auto-top-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get your automatic top-up */
        get: operations["getAutoTopUp"];
        /**
         * Set your automatic top-up
         * @description Below the threshold the package is bought with the saved card at its price of that day, in a call too, so that it goes on; at once, when there is less than that now. Three failures in a row turn it off, and so does a payment that is refunded or disputed.
         */
        put: operations["updateAutoTopUp"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what you were told */
        get: operations["listNotices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark notices as read */
        post: operations["markNoticesRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notice-preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get which mails you want */
        get: operations["getNoticePreferences"];
        /** Choose which mails you want */
        put: operations["updateNoticePreferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/unsubscribe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show the page that ends mails of one topic */
        get: operations["showUnsubscribe"];
        put?: never;
        /**
         * End mails of one topic
         * @description The token alone says who and what; the body is not looked at.
         */
        post: operations["submitUnsubscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow what changes on your account
         * @description Server-sent events. Each names what changed and carries no content: ask for it
         *     with the usual operations.
         *
         *     - `ready`: the stream has begun, or has missed something; ask anew for what you show
         *     - `balance_changed` `{"accountId"}`
         *     - `payment_changed` `{"paymentId", "status"}`
         *     - `notice_created` `{"noticeId", "kind"}`
         *     - `subscription_changed` `{"subscriptionId"}`
         *
         *     A comment comes every 15 seconds. The stream ends when the access token expires: open it again with a
         *     fresh one. A user has six at most; a seventh ends the oldest.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assistants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List whom you can talk to */
        get: operations["listAssistants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assistants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one assistant */
        get: operations["getAssistant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what is on sale */
        get: operations["listPackages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checkout-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Buy time by a form
         * @description Begins a payment and answers the form to pay with. The time is on the account once the gateway says that it is paid: follow `GET /api/v1/events` or the payment. A retry with the same Idempotency-Key answers the same payment and the same form.
         */
        post: operations["createCheckoutSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-intents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Buy time with the saved card, or for Elements and mobile
         * @description With `useSavedCard` the card is charged at once. Otherwise confirm the intent with the form of Stripe. A retry with the same Idempotency-Key answers the same payment; a card is never charged twice for it.
         */
        post: operations["createPaymentIntent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your payments */
        get: operations["listPayments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a payment */
        get: operations["getPayment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your saved cards
         * @description One card is kept: the one saved last.
         */
        get: operations["listPaymentMethods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payment-methods/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Forget a saved card */
        delete: operations["deletePaymentMethod"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the plans */
        get: operations["listPlans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/subscription": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get your subscription
         * @description The running one, else the last that ended; null when there never was one.
         */
        get: operations["getSubscription"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change your subscription
         * @description A dearer plan begins at once: the rest of the period is charged by its share and its time granted with the payment. A cheaper one begins with the next period. Asking again for what is so already changes nothing.
         */
        patch: operations["updateSubscription"];
        trace?: never;
    };
    "/api/v1/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Subscribe to a plan
         * @description Answers the form to pay the first period with; its time is on the account once it is paid. A retry with the same Idempotency-Key answers the same form; another key gives up a form nobody paid.
         */
        post: operations["createSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portal-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open the customer portal
         * @description Cards and invoices at the gateway. The page is for this user and soon expires.
         */
        post: operations["createPortalSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what a client must know before sign-in */
        get: operations["getConfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process answers */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether calls can be started now
         * @description Really asks the database and LiveKit, at most once a second.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/livekit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Receive an event of the LiveKit server
         * @description Signed by LiveKit over the raw body. Events older than five minutes are refused.
         */
        post: operations["receiveLivekitWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/stripe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Receive an event of Stripe
         * @description Signed by Stripe over the raw body. Events signed over five minutes ago are refused.
         */
        post: operations["receiveStripeWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/cryptomus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Receive an event of Cryptomus
         * @description Signed by Cryptomus within the body.
         */
        post: operations["receiveCryptomusWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        TimeEvent: {
            /** @enum {string} */
            type: "time";
            remainingMs: number;
            usedMs: number;
            isCounting: boolean;
            /** @enum {string|null} */
            pausedReason: "not_started" | "user_lost" | "provider_down" | null;
            sequence: number;
            /** Format: date-time */
            at: string;
        };
        CallEvent: {
            /** @enum {string} */
            type: "low_time";
            thresholdMs: number;
            remainingMs: number;
        } | {
            /** @enum {string} */
            type: "time_added";
            addedMs: number;
            remainingMs: number;
        } | {
            /** @enum {string} */
            type: "goodbye";
            remainingMs: number;
        } | {
            /** @enum {string} */
            type: "lead_saved";
            /** Format: uuid */
            leadId: string;
            name: string;
        } | {
            /** @enum {string} */
            type: "ticket_created";
            /** Format: uuid */
            ticketId: string;
            number: number;
            subject: string;
        } | {
            /** @enum {string} */
            type: "ended";
            /** @enum {string} */
            reason: "user_hung_up" | "agent_ended" | "out_of_time" | "idle" | "max_length" | "connection_lost" | "no_agent" | "agent_failed" | "moved" | "closed_by_admin" | "shutdown";
            chargedMs: number;
            balanceMs: number;
        };
        CreatedVoiceSession: {
            /**
             * Format: uuid
             * @description The call.
             * @example c56a4180-65aa-42ec-a945-5fd21dec0538
             */
            id: string;
            status: components["schemas"]["VoiceSessionStatus"];
            assistant: components["schemas"]["AssistantSummary"];
            /**
             * @description The LiveKit server.
             * @example ws://127.0.0.1:7880
             */
            serverUrl: string;
            /** @description LiveKit join token of this user and room. */
            token: string;
            /** @example call-c56a4180-65aa-42ec-a945-5fd21dec0538 */
            roomName: string;
            /**
             * Format: date-time
             * @description Until when one may join with it; joined calls run on.
             * @example 2026-11-21T09:30:00.000Z
             */
            tokenExpiresAt: string;
            /**
             * @description What is left for this and further calls.
             * @example 600000
             */
            availableMs: number;
            /**
             * Format: date-time
             * @description When it was made.
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
        };
        /**
         * @description Waiting for its agent, running, or over.
         * @example ended
         * @enum {string}
         */
        VoiceSessionStatus: "pending" | "active" | "ended";
        AssistantSummary: {
            /**
             * Format: uuid
             * @description The assistant.
             * @example c56a4180-65aa-42ec-a945-5fd21dec0538
             */
            id: string;
            /** @example alex */
            slug: string;
            /** @example Alex */
            name: string;
        };
        /**
         * @example {
         *       "type": "/problems/insufficient_time",
         *       "title": "Not enough time left",
         *       "status": 402,
         *       "detail": "The account has no time left for a call.",
         *       "code": "insufficient_time",
         *       "requestId": "7f0c6b1e-6f0b-4a3f-9a57-0f6f2d9f6f0e"
         *     }
         */
        Problem: {
            /** @description Address that explains the code. */
            type: string;
            /** @description The code in words, always the same. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            /** @description What was wrong this time. */
            detail: string;
            code: components["schemas"]["ProblemCode"];
            /** @description Names this request in our logs. */
            requestId: string;
            /** @description The fields at fault; with `validation_failed`. */
            errors?: {
                path: string;
                message: string;
            }[];
        };
        /**
         * @description What to branch on. The list is closed; it only grows.
         * @enum {string}
         */
        ProblemCode: "unauthenticated" | "not_found" | "method_not_allowed" | "validation_failed" | "malformed_json" | "body_too_large" | "unsupported_media_type" | "idempotency_key_missing" | "idempotency_conflict" | "insufficient_time" | "too_many_calls" | "rate_limited" | "assistant_not_found" | "call_ended" | "call_not_ended" | "voice_unavailable" | "service_unavailable" | "webhook_signature_invalid" | "package_not_found" | "package_not_on_sale" | "quote_not_found" | "quote_expired" | "payment_declined" | "payments_unavailable" | "saved_card_missing" | "too_many_pending_payments" | "gateway_not_available" | "promo_code_invalid" | "promo_code_exhausted" | "promo_code_needs_purchase" | "referral_refused" | "plan_not_found" | "subscription_exists" | "subscription_missing" | "internal_error";
        CreateVoiceSession: {
            /**
             * @description The id or slug of an assistant; the default one when left out.
             * @example alex
             */
            assistant?: string;
        };
        VoiceSessionPage: {
            items: components["schemas"]["VoiceSessionListItem"][];
            /**
             * @description Pass it as `cursor` for the next page; null on the last.
             * @example null
             */
            nextCursor: string | null;
        };
        VoiceSessionListItem: {
            /**
             * Format: uuid
             * @description The call.
             * @example c56a4180-65aa-42ec-a945-5fd21dec0538
             */
            id: string;
            status: components["schemas"]["VoiceSessionStatus"];
            assistant: components["schemas"]["AssistantSummary"];
            /**
             * Format: date-time
             * @description When it was asked for.
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When caller and agent were first together.
             * @example 2026-11-21T09:30:00.000Z
             */
            startedAt: string | null;
            /**
             * Format: date-time
             * @description When it ended.
             * @example 2026-11-21T09:30:00.000Z
             */
            endedAt: string | null;
            endedReason: components["schemas"]["EndedReason"] | null;
            /**
             * @description The time it cost; null while it runs.
             * @example 84000
             */
            chargedMs: number | null;
            /**
             * @description Time in the call that cost nothing.
             * @example 4000
             */
            unbilledMs: number | null;
            /**
             * @description The first words the caller said.
             * @example Hi, can you…
             */
            transcriptPreview: string | null;
        };
        /**
         * @description Why a call ended: one word of a closed list.
         * @example user_hung_up
         * @enum {string}
         */
        EndedReason: "user_hung_up" | "agent_ended" | "out_of_time" | "idle" | "max_length" | "connection_lost" | "no_agent" | "agent_failed" | "moved" | "closed_by_admin" | "shutdown";
        VoiceSession: components["schemas"]["VoiceSessionListItem"] & {
            /**
             * @description The balance before it was charged.
             * @example 600000
             */
            balanceBeforeMs: number | null;
            /**
             * @description The balance after it was charged.
             * @example 516000
             */
            balanceAfterMs: number | null;
            /** @description What paid for it, in the order it was used up. */
            timeGrantsUsed: {
                /**
                 * Format: uuid
                 * @description The time grant.
                 * @example c56a4180-65aa-42ec-a945-5fd21dec0538
                 */
                timeGrantId: string;
                source: components["schemas"]["TimeGrantSource"];
                /**
                 * @description What this call took of it.
                 * @example 84000
                 */
                amountMs: number;
            }[];
            leads: components["schemas"]["Lead"][];
            tickets: components["schemas"]["Ticket"][];
        };
        /**
         * @description Where time on an account came from.
         * @example trial
         * @enum {string}
         */
        TimeGrantSource: "trial" | "card" | "promo" | "referral" | "subscription" | "overage" | "manual";
        Lead: {
            /**
             * Format: uuid
             * @description The lead.
             * @example c56a4180-65aa-42ec-a945-5fd21dec0538
             */
            id: string;
            name: string | null;
            email: string | null;
            phone: string | null;
            interest: string | null;
        };
        Ticket: {
            /**
             * Format: uuid
             * @description The ticket.
             * @example c56a4180-65aa-42ec-a945-5fd21dec0538
             */
            id: string;
            /**
             * @description As the agent said it.
             * @example 7
             */
            number: number;
            subject: string;
        };
        Transcript: {
            items: components["schemas"]["TranscriptItem"][];
        };
        TranscriptItem: {
            /**
             * @description The utterance.
             * @example item_5f0c
             */
            id: string;
            /**
             * @example user
             * @enum {string}
             */
            speaker: "user" | "agent" | "tool";
            /** @example How many minutes do I have left? */
            text: string;
            /** @description Cut off by the caller. */
            wasInterrupted: boolean;
            /**
             * Format: date-time
             * @description When it began.
             * @example 2026-11-21T09:30:00.000Z
             */
            spokenAt: string;
        };
        JoinToken: {
            /**
             * @description The LiveKit server.
             * @example ws://127.0.0.1:7880
             */
            serverUrl: string;
            /** @description LiveKit join token of this user and room. */
            token: string;
            /** @example call-c56a4180-65aa-42ec-a945-5fd21dec0538 */
            roomName: string;
            /**
             * Format: date-time
             * @description Until when one may join with it; joined calls run on.
             * @example 2026-11-21T09:30:00.000Z
             */
            tokenExpiresAt: string;
        };
        AgentRequest: {
            /**
             * @description Another agent was sent; the agent is there; the call is over; one is on its way already.
             * @example dispatched
             * @enum {string}
             */
            outcome: "dispatched" | "agent_present" | "ended" | "too_soon";
            /**
             * @description Counts the agents of this call.
             * @example 2
             */
            epoch: number;
        };
        CurrentUser: {
            /**
             * Format: uuid
             * @description The user.
             * @example c56a4180-65aa-42ec-a945-5fd21dec0538
             */
            id: string;
            /** @example ada@example.org */
            email: string;
            /** @example Ada */
            displayName: string | null;
            organization: {
                /**
                 * Format: uuid
                 * @description The organization.
                 * @example c56a4180-65aa-42ec-a945-5fd21dec0538
                 */
                id: string;
                /** @example mindbot */
                slug: string;
                /** @example MindBot */
                name: string;
            };
            /**
             * @example member
             * @enum {string}
             */
            role: "owner" | "admin" | "staff" | "member";
            /**
             * Format: uuid
             * @description The account that pays for the calls of this user.
             * @example c56a4180-65aa-42ec-a945-5fd21dec0538
             */
            accountId: string;
        };
        Balance: {
            /**
             * Format: uuid
             * @description The account.
             * @example c56a4180-65aa-42ec-a945-5fd21dec0538
             */
            accountId: string;
            /**
             * @description The sum of the ledger.
             * @example 600000
             */
            postedMs: number;
            /**
             * @description Reserved for running calls.
             * @example 30000
             */
            heldMs: number;
            /**
             * @description What a new call may use: posted less held.
             * @example 570000
             */
            availableMs: number;
            /**
             * @description What the user sees: posted less used in running calls.
             * @example 590000
             */
            remainingMs: number;
            /**
             * Format: date-time
             * @description When the next time grant expires.
             * @example 2026-11-21T09:30:00.000Z
             */
            nextExpiryAt: string | null;
            /** @description Those with time left or paused. */
            timeGrants: components["schemas"]["TimeGrant"][];
            /**
             * Format: date-time
             * @description When this was true, by the clock of the database.
             * @example 2026-11-21T09:30:00.000Z
             */
            asOf: string;
        };
        TimeGrant: {
            /**
             * Format: uuid
             * @description The time grant.
             * @example c56a4180-65aa-42ec-a945-5fd21dec0538
             */
            id: string;
            source: components["schemas"]["TimeGrantSource"];
            /**
             * @description What was put on the account.
             * @example 600000
             */
            grantedMs: number;
            /**
             * @description What is left of it.
             * @example 420000
             */
            remainingMs: number;
            /**
             * @description What refunds of its payment took back.
             * @example 0
             */
            refundedMs: number;
            /**
             * @description What may not be used while its payment is disputed.
             * @example 0
             */
            pausedMs: number;
            /**
             * Format: date-time
             * @description When the rest expires.
             * @example 2026-11-21T09:30:00.000Z
             */
            expiresAt: string | null;
            /**
             * Format: date-time
             * @description When it was granted.
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
        };
        LedgerEntryPage: {
            items: components["schemas"]["LedgerEntry"][];
            /**
             * @description Pass it as `cursor` for the next page; null on the last.
             * @example null
             */
            nextCursor: string | null;
        };
        LedgerEntry: {
            /**
             * @description The entry; grows with time.
             * @example 1042
             */
            id: string;
            /**
             * @description Signed time.
             * @example -84000
             */
            amountMs: number;
            /**
             * @description `freeze`: paused while the payment is disputed; `restore`: no longer.
             * @example capture
             * @enum {string}
             */
            reason: "grant" | "capture" | "expiry" | "reversal" | "refund" | "freeze" | "restore";
            source: components["schemas"]["TimeGrantSource"] | null;
            /**
             * Format: uuid
             * @description The call it paid for.
             * @example c56a4180-65aa-42ec-a945-5fd21dec0538
             */
            voiceSessionId: string | null;
            /**
             * @description The balance after this entry.
             * @example 516000
             */
            balanceAfterMs: number;
            /** @example null */
            note: string | null;
            /**
             * Format: date-time
             * @description When it was written.
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
        };
        PromoRedemption: {
            /**
             * @description What the code put on the account.
             * @example 1800000
             */
            grantedMs: number;
            /**
             * @description The sum of the ledger after it.
             * @example 2400000
             */
            balanceMs: number;
        };
        CreatePromoRedemption: {
            /**
             * @description A promo code; dashes and case do not matter.
             * @example SUMMER-25
             */
            code: string;
        };
        Referral: {
            /** @example K7M4PQ9R */
            code: string;
            /**
             * Format: uri
             * @description The link to share.
             * @example https://mindbot.example/?ref=K7M4PQ9R
             */
            url: string;
            /**
             * @description What both sides get after the first purchase.
             * @example 900000
             */
            rewardMs: number;
            /** @description Who came and has not bought yet. */
            pendingCount: number;
            /** @description Who came and bought. */
            rewardedCount: number;
            /** @description Whether the user may still say who brought them. */
            canAccept: boolean;
        };
        AcceptedReferral: {
            /**
             * @description Both sides are rewarded after the first purchase.
             * @enum {string}
             */
            status: "pending";
        };
        CreateReferral: {
            /**
             * @description The code of whoever brought the user.
             * @example K7M4PQ9R
             */
            code: string;
        };
        PriceQuote: {
            /**
             * Format: uuid
             * @description The quote: buy with it to pay this price.
             * @example c56a4180-65aa-42ec-a945-5fd21dec0538
             */
            id: string;
            package: components["schemas"]["Package"];
            /** @example 1 */
            quantity: number;
            /**
             * @description The time it buys in all.
             * @example 7200000
             */
            timeMs: number;
            /**
             * @description The listed price by the quantity.
             * @example 1560
             */
            baseAmountMinor: number;
            /**
             * @description What is to be paid: the base and its adjustments.
             * @example 1170
             */
            amountMinor: number;
            /**
             * @description The ISO currency of every amount.
             * @example EUR
             */
            currency: string;
            adjustments: components["schemas"]["PriceAdjustment"][];
            /** @example SUMMER-25 */
            promoCode: string | null;
            /** @description Whether the amount contains a tax that the receipt shows. */
            isTaxIncluded: boolean;
            /**
             * Format: date-time
             * @description Until when this price is promised.
             * @example 2026-11-21T09:30:00.000Z
             */
            expiresAt: string;
        };
        Package: {
            /**
             * Format: uuid
             * @description The package.
             * @example c56a4180-65aa-42ec-a945-5fd21dec0538
             */
            id: string;
            /** @example time-120 */
            slug: string;
            /** @example 2 hours */
            name: string;
            /** @example Enough for a few long talks. */
            description: string;
            /**
             * @description The time it puts on the account.
             * @example 7200000
             */
            timeMs: number;
            /**
             * @description Its price.
             * @example 1560
             */
            amountMinor: number;
            /**
             * @description The ISO currency of every amount.
             * @example EUR
             */
            currency: string;
            /**
             * @description How long its time may be used; null: for ever.
             * @example 365
             */
            validForDays: number | null;
        };
        PriceAdjustment: {
            /**
             * @description How busy it is, who buys, or a promo code.
             * @example promo
             * @enum {string}
             */
            kind: "demand" | "segment" | "promo";
            /**
             * @description Why, in words for the buyer.
             * @example Promo code SUMMER-25: 25% off
             */
            text: string;
            /**
             * @description Signed: what it adds.
             * @example -390
             */
            amountMinor: number;
        };
        CreatePriceQuote: {
            /**
             * @description The id or slug of a package.
             * @example time-120
             */
            package: string;
            /**
             * @default 1
             * @example 1
             */
            quantity: number;
            /**
             * @description The ISO currency of every amount.
             * @example EUR
             */
            currency?: string;
            /**
             * @description A promo code; dashes and case do not matter.
             * @example SUMMER-25
             */
            promoCode?: string;
        };
        AutoTopUp: {
            /** @description Whether it is on. */
            isEnabled: boolean;
            /**
             * @description Below this much time left the package is bought.
             * @example 300000
             */
            thresholdMs: number;
            package: components["schemas"]["Package"] | null;
            /**
             * @description How often in a calendar month (UTC) at most.
             * @example 2
             */
            monthlyMaxCount: number;
            /** @example 1 */
            usedThisMonthCount: number;
            /**
             * @description Failures in a row; the third turns it off.
             * @example 0
             */
            failedCount: number;
            /**
             * @description Why we turned it off; null when we did not.
             * @example null
             * @enum {string|null}
             */
            disabledReason: "failures" | "no_card" | "payment_reversed" | null;
            card: components["schemas"]["PaymentCard"] | null;
        };
        PaymentCard: {
            /** @example visa */
            brand: string;
            /** @example 4242 */
            last4: string;
        };
        UpdateAutoTopUp: {
            /** @description Whether it is on. */
            isEnabled: boolean;
            /**
             * @description Below this much time left the package is bought.
             * @example 300000
             */
            thresholdMs: number;
            /**
             * Format: uuid
             * @description What to buy; null only while it is off.
             * @example c56a4180-65aa-42ec-a945-5fd21dec0538
             */
            packageId: string | null;
            /**
             * @description How often in a calendar month (UTC) at most.
             * @example 2
             */
            monthlyMaxCount: number;
        };
        NoticePage: {
            items: components["schemas"]["Notice"][];
            /**
             * @description Pass it as `cursor` for the next page; null on the last.
             * @example null
             */
            nextCursor: string | null;
            /**
             * @description Not read yet.
             * @example 2
             */
            unreadCount: number;
        };
        Notice: {
            /**
             * Format: uuid
             * @description The notice.
             * @example c56a4180-65aa-42ec-a945-5fd21dec0538
             */
            id: string;
            kind: components["schemas"]["NoticeKind"];
            /** @example Your time has been added */
            title: string;
            /** @example Thank you. We added 2 h to your account. */
            text: string;
            /**
             * @description What to do next: a path of the web client, or the receipt of a gateway.
             * @example /account
             */
            url: string | null;
            /**
             * Format: date-time
             * @description When it was told.
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was read.
             * @example 2026-11-21T09:30:00.000Z
             */
            readAt: string | null;
        };
        /**
         * @example receipt
         * @enum {string}
         */
        NoticeKind: "low_time" | "time_expiring" | "receipt" | "payment_failed" | "payment_in_review" | "payment_refunded" | "payment_disputed" | "auto_top_up_charged" | "auto_top_up_failed" | "auto_top_up_disabled" | "referral_rewarded" | "subscription_renewed" | "subscription_payment_failed" | "subscription_ended" | "overage_started";
        UnreadNotices: {
            /**
             * @description Not read yet.
             * @example 2
             */
            unreadCount: number;
        };
        MarkNoticesRead: {
            /** @description Which to mark; null for all of them. */
            ids: string[] | null;
        };
        NoticePreferences: {
            /** @description Mails by topic. That a payment failed is always mailed. */
            email: {
                low_time: boolean;
                time_expiring: boolean;
                receipt: boolean;
                auto_top_up: boolean;
                referral: boolean;
                subscription: boolean;
            };
        };
        AssistantList: {
            items: components["schemas"]["Assistant"][];
        };
        Assistant: {
            /**
             * Format: uuid
             * @description The assistant.
             * @example c56a4180-65aa-42ec-a945-5fd21dec0538
             */
            id: string;
            /** @example alex */
            slug: string;
            /** @example Alex */
            name: string;
            /** @example Friendly and quick. */
            description: string | null;
            /** @example alloy */
            voice: string;
            /** @example en */
            language: string;
            /** @description Answers when a call names no assistant. */
            isDefault: boolean;
        };
        PackageList: {
            items: components["schemas"]["Package"][];
        };
        CheckoutSession: {
            payment: components["schemas"]["Payment"];
            /**
             * @description `free`: there was nothing to pay, and the time is there already.
             * @enum {string}
             */
            mode: "embedded" | "hosted" | "free";
            /** @description For the embedded checkout. */
            clientSecret: string | null;
            /** @description For Stripe.js; null when the sandbox or another gateway is used. */
            publishableKey: string | null;
            /** @description The sandbox's form of payment, to be shown in a frame. */
            frameUrl: string | null;
            /** @description The page of the gateway. */
            url: string | null;
            /**
             * Format: date-time
             * @description Until when it can be paid.
             * @example 2026-11-21T09:30:00.000Z
             */
            expiresAt: string;
        };
        Payment: {
            /**
             * Format: uuid
             * @description The payment.
             * @example c56a4180-65aa-42ec-a945-5fd21dec0538
             */
            id: string;
            /**
             * @example purchase
             * @enum {string}
             */
            kind: "purchase" | "auto_top_up" | "subscription";
            status: components["schemas"]["PaymentStatus"];
            /** @description Paid, but not as ordered: no time was granted, and a person looks at it. */
            isUnderReview: boolean;
            /** @example 2 hours */
            packageName: string | null;
            /** @example 1 */
            quantity: number;
            /**
             * @description The time it buys.
             * @example 7200000
             */
            timeMs: number;
            /**
             * @description What it costs.
             * @example 1560
             */
            amountMinor: number;
            /**
             * @description The ISO currency of every amount.
             * @example EUR
             */
            currency: string;
            /**
             * @description What was paid back.
             * @example 0
             */
            refundedMinor: number;
            /**
             * @example none
             * @enum {string}
             */
            disputeStatus: "none" | "open" | "won" | "lost";
            gateway: components["schemas"]["GatewayName"];
            card: components["schemas"]["PaymentCard"] | null;
            /** @description Why the last try to pay failed. */
            failure: {
                /** @example insufficient_funds */
                code: string;
                /** @example The card has not enough money on it. */
                message: string;
            } | null;
            /** @description The receipt of the gateway. */
            receiptUrl: string | null;
            /** @description No real money was moved. */
            isTest: boolean;
            /**
             * Format: uuid
             * @description The time it put on the account.
             * @example c56a4180-65aa-42ec-a945-5fd21dec0538
             */
            timeGrantId: string | null;
            /**
             * Format: date-time
             * @description When it was ordered.
             * @example 2026-11-21T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was paid.
             * @example 2026-11-21T09:30:00.000Z
             */
            paidAt: string | null;
        };
        /**
         * @description Time is granted with `paid`, at once. `processing`: the bank takes its time.
         * @example paid
         * @enum {string}
         */
        PaymentStatus: "pending" | "processing" | "paid" | "failed" | "canceled" | "expired";
        /**
         * @description Who takes the money; `none` when there was nothing to pay.
         * @example stripe
         * @enum {string}
         */
        GatewayName: "stripe" | "cryptomus" | "none";
        CreateCheckoutSession: {
            /**
             * @description The id or slug of a package, at its price now. This or `quoteId`.
             * @example time-120
             */
            package?: string;
            /**
             * Format: uuid
             * @description A quote made before, at the price it promised. This or `package`.
             * @example c56a4180-65aa-42ec-a945-5fd21dec0538
             */
            quoteId?: string;
            /**
             * @description How many, with `package`.
             * @example 1
             */
            quantity?: number;
            /** @description With `package`. */
            promoCode?: string;
            /**
             * @description On your page, or on a page of the gateway.
             * @default embedded
             * @enum {string}
             */
            mode: "embedded" | "hosted";
            /**
             * @default stripe
             * @enum {string}
             */
            gateway: "stripe" | "cryptomus";
        };
        PaymentIntent: {
            payment: components["schemas"]["Payment"];
            /** @description For Elements and mobile. */
            clientSecret: string | null;
            /** @description For Stripe.js; null when the sandbox or another gateway is used. */
            publishableKey: string | null;
            /**
             * @description Nothing: follow the payment; confirm it with the form of Stripe; or let the bank ask.
             * @enum {string}
             */
            nextAction: "none" | "confirm" | "authenticate";
            /** @description Where the bank asks, when it is a page. */
            authenticationUrl: string | null;
        };
        CreatePaymentIntent: {
            /**
             * @description The id or slug of a package, at its price now. This or `quoteId`.
             * @example time-120
             */
            package?: string;
            /**
             * Format: uuid
             * @description A quote made before, at the price it promised. This or `package`.
             * @example c56a4180-65aa-42ec-a945-5fd21dec0538
             */
            quoteId?: string;
            /**
             * @description How many, with `package`.
             * @example 1
             */
            quantity?: number;
            /** @description With `package`. */
            promoCode?: string;
            /**
             * @description Charge the saved card at once.
             * @default false
             */
            useSavedCard: boolean;
            /**
             * @description Keep the card for the next time.
             * @default false
             */
            saveCard: boolean;
        };
        PaymentPage: {
            items: components["schemas"]["Payment"][];
            /**
             * @description Pass it as `cursor` for the next page; null on the last.
             * @example null
             */
            nextCursor: string | null;
        };
        PaymentMethodList: {
            items: components["schemas"]["PaymentMethod"][];
        };
        PaymentMethod: {
            /**
             * Format: uuid
             * @description The saved card.
             * @example c56a4180-65aa-42ec-a945-5fd21dec0538
             */
            id: string;
            /** @example visa */
            brand: string;
            /** @example 4242 */
            last4: string;
            /** @example 11 */
            expMonth: number;
            /** @example 2029 */
            expYear: number;
        };
        PlanList: {
            items: components["schemas"]["Plan"][];
        };
        Plan: {
            /**
             * Format: uuid
             * @description The plan.
             * @example c56a4180-65aa-42ec-a945-5fd21dec0538
             */
            id: string;
            /** @example starter */
            slug: string;
            /** @example Starter */
            name: string;
            /**
             * @description The time of each period.
             * @example 18000000
             */
            includedMs: number;
            /**
             * @description The price of each period.
             * @example 2900
             */
            amountMinor: number;
            /**
             * @description The ISO currency of every amount.
             * @example EUR
             */
            currency: string;
            /**
             * @description How long a period is.
             * @enum {string}
             */
            period: "month";
            /**
             * @description How much unused time a renewal keeps.
             * @example 18000000
             */
            rolloverLimitMs: number;
            /**
             * @description The price of a minute beyond the included time; null: not offered.
             * @example 12
             */
            overageMinorPerMinute: number | null;
        };
        CurrentSubscription: {
            subscription: components["schemas"]["Subscription"] | null;
        };
        Subscription: {
            /**
             * Format: uuid
             * @description The subscription.
             * @example c56a4180-65aa-42ec-a945-5fd21dec0538
             */
            id: string;
            plan: components["schemas"]["Plan"];
            status: components["schemas"]["SubscriptionStatus"];
            /**
             * Format: date-time
             * @description When the period began.
             * @example 2026-11-21T09:30:00.000Z
             */
            currentPeriodStartAt: string | null;
            /**
             * Format: date-time
             * @description When the period ends and the next is paid.
             * @example 2026-11-21T09:30:00.000Z
             */
            currentPeriodEndAt: string | null;
            /** @description It ends with the period. */
            cancelAtPeriodEnd: boolean;
            /** @description The plan of the next period. */
            pendingPlan: components["schemas"]["Plan"] | null;
            /**
             * @description The most a period’s overage may cost; 0: none.
             * @example 0
             */
            overageCapMinor: number;
            /**
             * @description Overage used in this period by ended calls.
             * @example 0
             */
            overageUsedMs: number;
            /**
             * @description What that costs so far.
             * @example 0
             */
            overageAmountMinor: number;
        };
        /**
         * @description `incomplete`: the first payment is on its way. `past_due`: a payment failed and is tried again; no new time comes until it succeeds. `canceled`: it has ended; what was paid stays until it expires.
         * @example active
         * @enum {string}
         */
        SubscriptionStatus: "incomplete" | "active" | "past_due" | "canceled";
        SubscriptionCheckout: {
            /** @enum {string} */
            mode: "embedded" | "hosted";
            /** @description For the embedded checkout. */
            clientSecret: string | null;
            /** @description For Stripe.js; null when the sandbox is used. */
            publishableKey: string | null;
            /** @description The sandbox's form of payment, to be shown in a frame. */
            frameUrl: string | null;
            /** @description The page of the gateway. */
            url: string | null;
            /**
             * Format: date-time
             * @description Until when it can be paid.
             * @example 2026-11-21T09:30:00.000Z
             */
            expiresAt: string;
        };
        CreateSubscription: {
            /**
             * @description The id or slug of a plan.
             * @example starter
             */
            plan: string;
            /**
             * @description The most a period’s overage may cost; 0: none.
             * @default 0
             * @example 1000
             */
            overageCapMinor: number;
            /**
             * @description A form on the page, or a page at the gateway.
             * @default embedded
             * @enum {string}
             */
            mode: "embedded" | "hosted";
        };
        UpdateSubscription: {
            /**
             * @description The id or slug of a plan.
             * @example starter
             */
            plan?: string;
            /**
             * @description When the plan changes. Left out, a dearer plan begins now, and the rest of the period is charged and granted by its share; a cheaper one begins with the next period.
             * @enum {string}
             */
            when?: "now" | "period_end";
            /** @description End with the period, or go on after all. */
            cancelAtPeriodEnd?: boolean;
            /**
             * @description The most a period’s overage may cost; 0: none.
             * @example 1000
             */
            overageCapMinor?: number;
        };
        PortalSession: {
            /**
             * Format: uri
             * @description Open it soon: it is for this user alone.
             */
            url: string;
        };
        Config: {
            /** @example http://127.0.0.1:54321 */
            supabaseUrl: string;
            /** @description Meant to be public. */
            supabasePublishableKey: string;
            /**
             * @description Free time of a new account.
             * @example 600000
             */
            trialMs: number;
            /** @description Which parts are stand-ins on this machine: say so loudly. */
            sandbox: {
                speech: boolean;
                email: boolean;
                payments: boolean;
            };
            /** @description How time can be paid here. */
            payments: {
                /**
                 * @example [
                 *       "stripe"
                 *     ]
                 */
                gateways: string[];
                /** @description No real money is moved. */
                isSandbox: boolean;
                /** @description For Stripe.js; null when the sandbox stands in. */
                publishableKey: string | null;
                /** @description Where the stand-in for Stripe shows its dashboard. */
                sandboxUrl: string | null;
            };
            /**
             * @description Where the stand-in for email shows its letters.
             * @example null
             */
            emailInboxUrl: string | null;
            /** @description False when the speech sandbox reads typed text alone. */
            speechUnderstandsVoice: boolean | null;
        };
        Liveness: {
            /** @enum {string} */
            status: "live";
        };
        Readiness: {
            /**
             * @example ready
             * @enum {string}
             */
            status: "ready" | "not_ready" | "stopping";
            parts: {
                /** @enum {string} */
                database: "up" | "down";
                /** @enum {string} */
                livekit: "up" | "down";
            };
        };
        WebhookReceipt: {
            /**
             * @description Seen first, or again.
             * @enum {string}
             */
            outcome: "recorded" | "replayed";
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listVoiceSessions: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
                /** @description Words said in the call. */
                query?: string;
                /** @description Made at or after. */
                from?: string;
                /** @description Made before. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of calls, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceSessionPage"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createVoiceSession: {
        parameters: {
            query?: never;
            header: {
                /** @description Unique to this wish; the same again on a retry. */
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CreateVoiceSession"];
            };
        };
        responses: {
            /** @description The call, and what joining it needs. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedVoiceSession"];
                };
            };
            /** @description `idempotency_key_missing`: The Idempotency-Key header is missing. `malformed_json`: The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_time`: Not enough time left. */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `assistant_not_found`: No such assistant. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_conflict`: The Idempotency-Key was used for another request. `call_ended`: The call has ended. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of the wrong type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. `too_many_calls`: Too many calls at once. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `voice_unavailable`: Voice is not available now. `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getVoiceSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceSession"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteVoiceSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted, or there was nothing to delete. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `call_not_ended`: The call is still running. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTranscript: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything said, in order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transcript"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endVoiceSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call, which has ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceSession"];
                };
            };
            /** @description The call, which is ending. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceSession"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createJoinToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What joining needs. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JoinToken"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `call_ended`: The call has ended. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createAgentRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What came of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentRequest"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `voice_unavailable`: Voice is not available now. `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCurrentUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CurrentUser"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBalance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The balance at this moment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Balance"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLedgerEntries: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of entries, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerEntryPage"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createPromoRedemption: {
        parameters: {
            query?: never;
            header?: {
                /** @description Unique to this wish; the same again on a retry. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreatePromoRedemption"];
            };
        };
        responses: {
            /** @description The time it gave. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromoRedemption"];
                };
            };
            /** @description `malformed_json`: The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `promo_code_exhausted`: The promo code is used up. `promo_code_needs_purchase`: The promo code is for a purchase. `idempotency_conflict`: The Idempotency-Key was used for another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of the wrong type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `promo_code_invalid`: The promo code is not valid. `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReferral: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The link, and who came by it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Referral"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createReferral: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateReferral"];
            };
        };
        responses: {
            /** @description It is noted; a repetition answers the same. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedReferral"];
                };
            };
            /** @description `malformed_json`: The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `referral_refused`: The referral is refused. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of the wrong type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createPriceQuote: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreatePriceQuote"];
            };
        };
        responses: {
            /** @description The price. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceQuote"];
                };
            };
            /** @description `malformed_json`: The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `package_not_found`: No such package. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `package_not_on_sale`: The package is not on sale. `promo_code_exhausted`: The promo code is used up. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of the wrong type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `promo_code_invalid`: The promo code is not valid. `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAutoTopUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it is set and how it stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutoTopUp"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateAutoTopUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateAutoTopUp"];
            };
        };
        responses: {
            /** @description How it is set now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutoTopUp"];
                };
            };
            /** @description `malformed_json`: The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `package_not_found`: No such package. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `saved_card_missing`: There is no saved card. `package_not_on_sale`: The package is not on sale. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of the wrong type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNotices: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of notices, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticePage"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    markNoticesRead: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkNoticesRead"];
            };
        };
        responses: {
            /** @description They are read. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnreadNotices"];
                };
            };
            /** @description `malformed_json`: The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of the wrong type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getNoticePreferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Your wishes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticePreferences"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateNoticePreferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoticePreferences"];
            };
        };
        responses: {
            /** @description Your wishes as they are now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticePreferences"];
                };
            };
            /** @description `malformed_json`: The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of the wrong type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showUnsubscribe: {
        parameters: {
            query?: {
                /** @description The signed token of the link. */
                token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Asks to confirm. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description The link is not one of ours. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submitUnsubscribe: {
        parameters: {
            query?: {
                /** @description The signed token of the link. */
                token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description There will be no more of these mails. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description The link is not one of ours. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events, until one of the two sides ends it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAssistants: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them; the default one first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AssistantList"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAssistant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The assistant. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Assistant"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPackages: {
        parameters: {
            query?: {
                /** @description The ISO currency of every amount. */
                currency?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The packages, in the order to show them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackageList"];
                };
            };
            /** @description `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createCheckoutSession: {
        parameters: {
            query?: never;
            header: {
                /** @description Unique to this wish; the same again on a retry. */
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateCheckoutSession"];
            };
        };
        responses: {
            /** @description The payment, and how to show its form. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckoutSession"];
                };
            };
            /** @description `idempotency_key_missing`: The Idempotency-Key header is missing. `malformed_json`: The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `package_not_found`: No such package. `quote_not_found`: No such quote. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `package_not_on_sale`: The package is not on sale. `quote_expired`: The quote is no longer valid. `promo_code_exhausted`: The promo code is used up. `idempotency_conflict`: The Idempotency-Key was used for another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of the wrong type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `promo_code_invalid`: The promo code is not valid. `gateway_not_available`: This way to pay is not offered. `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. `too_many_pending_payments`: Too many unfinished payments. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payments_unavailable`: Payments are not available now. `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createPaymentIntent: {
        parameters: {
            query?: never;
            header: {
                /** @description Unique to this wish; the same again on a retry. */
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreatePaymentIntent"];
            };
        };
        responses: {
            /** @description The payment, and what comes next. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentIntent"];
                };
            };
            /** @description `idempotency_key_missing`: The Idempotency-Key header is missing. `malformed_json`: The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payment_declined`: The card was declined. */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `package_not_found`: No such package. `quote_not_found`: No such quote. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `saved_card_missing`: There is no saved card. `package_not_on_sale`: The package is not on sale. `quote_expired`: The quote is no longer valid. `promo_code_exhausted`: The promo code is used up. `idempotency_conflict`: The Idempotency-Key was used for another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of the wrong type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `promo_code_invalid`: The promo code is not valid. `gateway_not_available`: This way to pay is not offered. `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. `too_many_pending_payments`: Too many unfinished payments. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payments_unavailable`: Payments are not available now. `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPayments: {
        parameters: {
            query?: {
                /** @description How many items at most. */
                limit?: number;
                /** @description The `nextCursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of payments, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentPage"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The payment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPaymentMethods: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The saved cards. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentMethodList"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deletePaymentMethod: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is forgotten. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Not found. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payments_unavailable`: Payments are not available now. `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPlans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plans, in the order to show them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanList"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription, or null. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CurrentSubscription"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateSubscription"];
            };
        };
        responses: {
            /** @description The subscription as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description `malformed_json`: The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payment_declined`: The card was declined. */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `plan_not_found`: No such plan. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `subscription_missing`: There is no subscription. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of the wrong type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `gateway_not_available`: This way to pay is not offered. `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payments_unavailable`: Payments are not available now. `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSubscription: {
        parameters: {
            query?: never;
            header: {
                /** @description Unique to this wish; the same again on a retry. */
                "idempotency-key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSubscription"];
            };
        };
        responses: {
            /** @description How to show the form. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionCheckout"];
                };
            };
            /** @description `idempotency_key_missing`: The Idempotency-Key header is missing. `malformed_json`: The body is not JSON. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `plan_not_found`: No such plan. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `subscription_exists`: There is a subscription already. `idempotency_conflict`: The Idempotency-Key was used for another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body is of the wrong type. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `gateway_not_available`: This way to pay is not offered. `validation_failed`: The request is not valid. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payments_unavailable`: Payments are not available now. `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createPortalSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where it is. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalSession"];
                };
            };
            /** @description `unauthenticated`: Sign in first. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `gateway_not_available`: This way to pay is not offered. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payments_unavailable`: Payments are not available now. `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConfig: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The public configuration. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Config"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Liveness"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    receiveLivekitWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Taken note. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookReceipt"];
                };
            };
            /** @description `webhook_signature_invalid`: The webhook signature is not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    receiveStripeWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description On record; a task looks into it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookReceipt"];
                };
            };
            /** @description `webhook_signature_invalid`: The webhook signature is not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    receiveCryptomusWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description On record; a task looks into it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookReceipt"];
                };
            };
            /** @description `webhook_signature_invalid`: The webhook signature is not valid. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `service_unavailable`: The service is not available now. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
