// Made by `npm run client` from /openapi/bal.json: do not edit.

export interface paths {
    "/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Light Nodes, by name */
        get: {
            parameters: {
                query?: {
                    /** @description 1 to 1000; default 100 */
                    limit?: string;
                    /** @description `next` of the page before */
                    after?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["LightNode"][];
                            /** @description give it as `after` for the next page; absent at the end */
                            next?: string;
                        };
                    };
                };
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                414: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/nodes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One Light Node, with its bindings */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: components["responses"]["LightNodeDetails"];
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                414: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Batches, by index */
        get: {
            parameters: {
                query?: {
                    /** @description 1 to 1000; default 100 */
                    limit?: string;
                    /** @description `next` of the page before */
                    after?: string;
                    /** @description default newest first */
                    order?: "newest" | "oldest";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Batch"][];
                            /** @description give it as `after` for the next page; absent at the end */
                            next?: string;
                        };
                    };
                };
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                414: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batches/{anchorer}/{index}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One batch */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Ethereum address, lower case */
                    anchorer: string;
                    index: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: components["responses"]["Batch"];
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                414: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Anchoring transactions, the newest first */
        get: {
            parameters: {
                query?: {
                    /** @description 1 to 1000; default 100 */
                    limit?: string;
                    /** @description `next` of the page before */
                    after?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Transaction"][];
                            /** @description give it as `after` for the next page; absent at the end */
                            next?: string;
                        };
                    };
                };
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                414: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/packets/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A packet by payloadHash or messageHash */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description 32 bytes */
                    hash: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: components["responses"]["Packet"];
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                414: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/packets/{hash}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The proof file of an anchored packet */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description 32 bytes */
                    hash: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {number} */
                            accessLayerProof: 1;
                            packet: {
                                payload: string;
                                /** @description r, s, v */
                                signature: string;
                            };
                            leaf: {
                                receivedAt: number;
                                leafIndex: number;
                            };
                            batch: {
                                /** @description Ethereum address, lower case */
                                anchorer: string;
                                index: number;
                                /** @description 32 bytes */
                                root: string;
                                count: number;
                                from: number;
                                to: number;
                                proof: string[];
                            };
                            binding: {
                                kind: "light-node" | "set-point-signer" | "service" | "party";
                                /** @description Ethereum address, lower case */
                                key: string;
                                node: string;
                                podCode: string;
                                meterId: string;
                                /** @description 32 bytes */
                                salt: string;
                                from: number;
                                until: number;
                            };
                            anchor: {
                                chainId: number;
                                /** @description Ethereum address, lower case */
                                contract: string;
                                /** @description 32 bytes */
                                txHash: string;
                                blockNumber: number;
                                /** @description 32 bytes */
                                blockHash: string;
                            };
                            chain?: {
                                /** @description RLP of the header of the block that `anchor` names, with its seals */
                                header: string;
                                anchor: {
                                    accountProof: string[];
                                    storageProof: {
                                        /** @description 32 bytes */
                                        key: string;
                                        proof: string[];
                                    }[];
                                };
                                registry: {
                                    accountProof: string[];
                                    storageProof: {
                                        /** @description 32 bytes */
                                        key: string;
                                        proof: string[];
                                    }[];
                                };
                            };
                        };
                    };
                };
                /** @description What you have still holds (If-None-Match) */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                409: components["responses"]["Error"];
                414: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/anomalies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Anomalies, the oldest first
         * @description What is wrong, or was: one entry from the first occurrence until it is over. The DSO and the auditor see all of them, others those of a PoD whose events they may read.
         */
        get: {
            parameters: {
                query?: {
                    /** @description 1 to 1000; default 100 */
                    limit?: string;
                    /** @description `next` of the page before */
                    after?: string;
                    /** @description Light Node, party or service, anchorer, or network address */
                    node?: string;
                    /** @description needed where the caller sees some PoDs only */
                    pod?: string;
                    type?: "gap" | "late" | "duplicate" | "replay" | "sequence-fork" | "clock" | "silent" | "register-fall" | "register-jump" | "power-above-available" | "voltage" | "stale" | "refused-signature" | "refused" | "set-point-refused" | "set-point-expired" | "unknown-client" | "access-refused" | "connection-storm" | "session-taken-over" | "chain-unreachable" | "anchor-conflict" | "reanchored";
                    severity?: "info" | "warning" | "critical";
                    open?: "true" | "false";
                    /** @description only what was noticed at or after this time */
                    since?: string;
                    order?: "oldest" | "newest";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Anomaly"][];
                            /** @description give it as `after` for the next page; absent at the end */
                            next?: string;
                        };
                    };
                };
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                414: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/anomalies/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One anomaly, with its evidence */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: components["responses"]["AnomalyDetails"];
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                414: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Signed messages of parties and services that were refused, the oldest first */
        get: {
            parameters: {
                query?: {
                    /** @description 1 to 1000; default 100 */
                    limit?: string;
                    /** @description `next` of the page before */
                    after?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["RefusedStatement"][];
                            /** @description give it as `after` for the next page; absent at the end */
                            next?: string;
                        };
                    };
                };
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                414: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clock/clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept the time that the clock shows, after a leap has stopped intake
         * @description Times of receipt never fall: if the clock went back, they wait at `highWaterMs` until it is there.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @example the time service was repaired */
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            nowMs: number;
                            highWaterMs: number;
                        };
                    };
                };
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                413: components["responses"]["Error"];
                414: components["responses"]["Error"];
                415: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much was accepted, sealed and anchored, how long it takes, and what waits */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: components["responses"]["Flow"];
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                414: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batches/{anchorer}/{index}/tree": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tree of a batch of at most 4096 packets */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Ethereum address, lower case */
                    anchorer: string;
                    index: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: components["responses"]["Tree"];
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                409: components["responses"]["Error"];
                414: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The chain, its contracts, and its newest block */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: components["responses"]["Chain"];
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                414: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chain/blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Blocks, the newest first */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before */
                    after?: string;
                    /** @description 1 to 50; default 20 */
                    limit?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Block"][];
                            /** @description give it as `after` for the next page; absent at the end */
                            next?: string;
                        };
                    };
                };
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                414: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chain/blocks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One block, by number or hash */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description number or hash */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: components["responses"]["Block"];
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                414: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chain/transactions/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One transaction, with what our contracts said in it */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description 32 bytes */
                    hash: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: components["responses"]["ChainTransaction"];
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                414: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chain/contracts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Our contracts with who holds which role in them, and others that were deployed */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Contract"][];
                            /** @description brought by `access-layer contracts deploy` */
                            others: components["schemas"]["OtherContract"][];
                        };
                    };
                };
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                414: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chain/contracts/{name}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a contract has said, the newest first */
        get: {
            parameters: {
                query?: {
                    /** @description 1 to 1000; default 100 */
                    limit?: string;
                    /** @description `next` of the page before */
                    after?: string;
                };
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["ChainEvent"][];
                            /** @description give it as `after` for the next page; absent at the end */
                            next?: string;
                        };
                    };
                };
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                414: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chain/anchors/{anchorer}/{index}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the contract keeps of a batch: a hash of its five, zeros where it holds none */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Ethereum address, lower case */
                    anchorer: string;
                    index: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description 32 bytes
                             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                             */
                            slot: string;
                        };
                    };
                };
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                414: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/chain/bindings/{key}/{commitment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a key could speak under a commitment at a time, by the registry contract */
        get: {
            parameters: {
                query: {
                    atMs: string;
                };
                header?: never;
                path: {
                    /** @description Ethereum address, lower case */
                    key: string;
                    /** @description 32 bytes */
                    commitment: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: components["responses"]["ChainBinding"];
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                414: components["responses"]["Error"];
                503: components["responses"]["Error"];
            };
        };
        put?: never;
        post?: never;
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
        /** Anomaly */
        Anomaly: {
            /** @example 42 */
            id: number;
            /** @enum {string} */
            type: "gap" | "late" | "duplicate" | "replay" | "sequence-fork" | "clock" | "silent" | "register-fall" | "register-jump" | "power-above-available" | "voltage" | "stale" | "refused-signature" | "refused" | "set-point-refused" | "set-point-expired" | "unknown-client" | "access-refused" | "connection-storm" | "session-taken-over" | "chain-unreachable" | "anchor-conflict" | "reanchored";
            /** @enum {string} */
            severity: "info" | "warning" | "critical";
            /** @enum {string} */
            state: "open" | "closed";
            /** @description Light Node, party or service, anchorer, or the network address where nobody is known */
            node: string;
            /** @description what of it: a reason, a meter and its register, a phase */
            subject?: string;
            pod?: string;
            /** @description of the latest packet that it is about */
            seq?: number;
            /** @example 42 */
            firstAtMs: number;
            /** @example 42 */
            lastAtMs: number;
            /** @example 42 */
            closedAtMs?: number;
            /** @description how often it has occurred */
            count: number;
            /** @description the latest occurrence; `closed` says why it is over */
            details: {
                [key: string]: unknown;
            };
        };
        /** AnomalyDetails */
        AnomalyDetails: {
            /** @example 42 */
            id: number;
            /** @enum {string} */
            type: "gap" | "late" | "duplicate" | "replay" | "sequence-fork" | "clock" | "silent" | "register-fall" | "register-jump" | "power-above-available" | "voltage" | "stale" | "refused-signature" | "refused" | "set-point-refused" | "set-point-expired" | "unknown-client" | "access-refused" | "connection-storm" | "session-taken-over" | "chain-unreachable" | "anchor-conflict" | "reanchored";
            /** @enum {string} */
            severity: "info" | "warning" | "critical";
            /** @enum {string} */
            state: "open" | "closed";
            /** @description Light Node, party or service, anchorer, or the network address where nobody is known */
            node: string;
            /** @description what of it: a reason, a meter and its register, a phase */
            subject?: string;
            pod?: string;
            /** @description of the latest packet that it is about */
            seq?: number;
            /** @example 42 */
            firstAtMs: number;
            /** @example 42 */
            lastAtMs: number;
            /** @example 42 */
            closedAtMs?: number;
            /** @description how often it has occurred */
            count: number;
            /** @description the latest occurrence; `closed` says why it is over */
            details: {
                [key: string]: unknown;
            };
            /** @description the first ten occurrences and the latest ten, with hashes, numbers and values */
            evidence: {
                [key: string]: unknown;
            }[];
        };
        /** Batch */
        Batch: {
            /**
             * @description Ethereum address, lower case
             * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
             */
            anchorer: string;
            /** @example 42 */
            index: number;
            /**
             * @description 32 bytes
             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
             */
            root: string;
            count: number;
            /** @example 42 */
            from: number;
            /** @example 42 */
            to: number;
            /** @example 42 */
            sealedAtMs: number;
            stage: "sealed" | "anchored";
            /** @description the contract holds another batch at this index */
            conflict?: boolean;
            anchor?: {
                /** @description Ethereum address, lower case */
                anchorer: string;
                index: number;
                /** @description 32 bytes */
                root: string;
                count: number;
                from: number;
                to: number;
                chainId: number;
                /** @description Ethereum address, lower case */
                contract: string;
                /** @description 32 bytes */
                txHash: string;
                blockNumber: number;
                /** @description 32 bytes */
                blockHash: string;
                blockTime: number;
            };
        };
        /** Block */
        Block: {
            /** @example 42 */
            number: number;
            /**
             * @description 32 bytes
             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
             */
            hash: string;
            /**
             * @description 32 bytes
             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
             */
            parentHash: string;
            /** @example 42 */
            timestampMs: number;
            transactions: string[];
        };
        /** Chain */
        Chain: {
            /** @example rome-1 */
            network: string;
            /** @example 42 */
            chainId: number;
            /**
             * @description 32 bytes
             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
             */
            genesisHash: string;
            /**
             * @description Ethereum address, lower case
             * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
             */
            registry: string;
            /**
             * @description Ethereum address, lower case
             * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
             */
            anchorContract: string;
            /**
             * @description Ethereum address, lower case
             * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
             */
            anchorer: string;
            head: {
                /** @example 42 */
                number: number;
                /**
                 * @description 32 bytes
                 * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                 */
                hash: string;
                /** @example 42 */
                timestampMs: number;
            };
        };
        /** ChainBinding */
        ChainBinding: {
            valid: boolean;
            /** @enum {string} */
            kind: "none" | "light-node" | "set-point-signer" | "service" | "party";
            /** @example 42 */
            from: number;
            /** @example 42 */
            until: number;
            /** @example 42 */
            revokedAt: number;
            /** @example 42 */
            compromisedSince: number;
        };
        /** ChainEvent */
        ChainEvent: {
            /** @example batch-anchor */
            contract: string;
            /** @example anchored */
            type: string;
            /**
             * @description 32 bytes
             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
             */
            txHash: string;
            /** @example 42 */
            blockNumber: number;
            /** @example 42 */
            logIndex: number;
            values: {
                [key: string]: unknown;
            };
        };
        /** ChainTransaction */
        ChainTransaction: {
            /**
             * @description 32 bytes
             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
             */
            hash: string;
            /**
             * @description Ethereum address, lower case
             * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
             */
            from: string;
            /**
             * @description Ethereum address, lower case
             * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
             */
            to?: string;
            /** @example 42 */
            nonce: number;
            /** @enum {string} */
            status: "success" | "reverted";
            /** @example 42 */
            gasUsed: number;
            /** @example 42 */
            inputBytes: number;
            /** @example 42 */
            blockNumber: number;
            /**
             * @description 32 bytes
             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
             */
            blockHash: string;
            /** @example 42 */
            blockTimeMs: number;
            events: components["schemas"]["ChainEvent"][];
        };
        /** Contract */
        Contract: {
            /** @enum {string} */
            name: "key-registry" | "batch-anchor";
            /**
             * @description Ethereum address, lower case
             * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
             */
            address: string;
            /** @description Contract ABI in JSON, as Solidity writes it */
            abi: ({
                /** @example function */
                type: string;
            } & {
                [key: string]: unknown;
            })[];
            roles: {
                /** @enum {string} */
                role: "admin" | "dso" | "anchorer" | "unknown";
                /**
                 * @description Ethereum address, lower case
                 * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
                 */
                member: string;
                /** @example 42 */
                sinceBlock: number;
            }[];
        };
        /** Error */
        Error: {
            /** @example BAL_PACKET_UNKNOWN */
            code: string;
            message: string;
        };
        /** Flow */
        Flow: {
            /** @example 42 */
            atMs: number;
            nodes: {
                /** @example 42 */
                known: number;
                /** @example 42 */
                connected: number;
                /** @description signed and not accepted yet, as nodes said last */
                queuedPackets: number;
            };
            /** @description distinct messages that have come as far, from what is on disk */
            packets: {
                /** @example 42 */
                accepted: number;
                /** @example 42 */
                sealed: number;
                /** @example 42 */
                anchored: number;
            };
            /** @description distinct messages that have come as far, from what is on disk */
            statements: {
                /** @example 42 */
                accepted: number;
                /** @example 42 */
                sealed: number;
                /** @example 42 */
                anchored: number;
            };
            /** @example 42 */
            batches: number;
            /** @description sealed, and not final on the chain */
            batchesWaiting: number;
            /** @description first receipt in the oldest batch that waits; absent where none does */
            oldestUnanchoredMs?: number;
            delays: {
                sealing?: {
                    medianMs: number;
                    /** @description 95 of 100 took this long or less */
                    p95Ms: number;
                    /** @example 42 */
                    samples: number;
                };
                anchoring?: {
                    medianMs: number;
                    /** @description 95 of 100 took this long or less */
                    p95Ms: number;
                    /** @example 42 */
                    samples: number;
                };
            };
        };
        /** LightNode */
        LightNode: {
            /** @example ln-0001 */
            node: string;
            isConnected: boolean;
            /** @example 42 */
            connectionAtMs: number;
            /** @description SHA-256 of the certificate it came with last */
            fingerprint: string;
            /** @description what it published of itself */
            status?: string;
            /** @example 42 */
            statusAtMs?: number;
            report?: components["schemas"]["NodeReport"];
            /** @example 42 */
            reportedAtMs?: number;
            /** @example 42 */
            lastSeq?: number;
            /** @example 42 */
            lastAcceptedAtMs?: number;
        };
        /** LightNodeDetails */
        LightNodeDetails: {
            /** @example ln-0001 */
            node: string;
            isConnected: boolean;
            /** @example 42 */
            connectionAtMs: number;
            /** @description SHA-256 of the certificate it came with last */
            fingerprint: string;
            /** @description what it published of itself */
            status?: string;
            /** @example 42 */
            statusAtMs?: number;
            report?: components["schemas"]["NodeReport"];
            /** @example 42 */
            reportedAtMs?: number;
            /** @example 42 */
            lastSeq?: number;
            /** @example 42 */
            lastAcceptedAtMs?: number;
            bindings: {
                /**
                 * @description Ethereum address, lower case
                 * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
                 */
                key: string;
                podCode: string;
                meterId: string;
                /** @description now */
                valid: boolean;
                /** @example 42 */
                from: number;
                /** @example 42 */
                until: number;
                /** @example 42 */
                revokedAt: number;
            }[];
        };
        /** NodeReport */
        NodeReport: {
            firmware?: string;
            /** @enum {string} */
            meter?: "ok" | "error";
            meterError?: string;
            storage?: string;
            halted?: string;
            /** @description ISO 8601 UTC with milliseconds */
            lastReadingAt?: string;
            clockSynchronised?: boolean;
            queued?: number;
            /** @description readings that wait to be packed, and packets that would be lost with the box */
            outbox?: {
                pending: number;
                queued: number;
                held: number;
                unanchored: number;
            };
            /** @description ISO 8601 UTC with milliseconds */
            certificateEnd?: string;
            signal?: {
                interface: string;
                dbm?: number;
            };
            place?: components["schemas"]["Place"];
        };
        /** OtherContract */
        OtherContract: {
            /** @example activation-orders */
            name: string;
            /**
             * @description Ethereum address, lower case
             * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
             */
            address: string;
            /** @description Contract ABI in JSON, as Solidity writes it */
            abi: ({
                /** @example function */
                type: string;
            } & {
                [key: string]: unknown;
            })[];
            /**
             * @description Ethereum address, lower case
             * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
             */
            deployer: string;
            /**
             * @description 32 bytes
             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
             */
            txHash: string;
            /** @example 42 */
            blockNumber: number;
        };
        /** Packet */
        Packet: {
            payload: string;
            /** @description r, s, v */
            signature: string;
            /**
             * @description 32 bytes
             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
             */
            payloadHash: string;
            /**
             * @description 32 bytes
             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
             */
            messageHash: string;
            /** @example ln-0001 */
            node: string;
            /** @example 42 */
            seq: number;
            /** @example 42 */
            receivedAt: number;
            stage: "accepted" | "sealed" | "anchored";
            /** @example 42 */
            leafIndex?: number;
            batch?: components["schemas"]["Batch"];
        };
        /** Place */
        Place: {
            /** @example Torre Angela */
            name?: string;
            /** @example Roma */
            municipality: string;
            /** @example 41.9 */
            latitude: number;
            /** @example 12.5 */
            longitude: number;
        };
        /** RefusedStatement */
        RefusedStatement: {
            /** @example 42 */
            id: number;
            /** @example 42 */
            at: number;
            /** @example key-revoked */
            reason: string;
            /** @description What was wrong, the value, what was expected */
            detail: string;
            /**
             * @description 32 bytes
             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
             */
            payloadHash: string;
            /** @description The message as it came, cut at 64 KiB */
            evidence: string;
        };
        /** Transaction */
        Transaction: {
            /** @example 42 */
            index: number;
            /** @example 42 */
            nonce: number;
            /**
             * @description 32 bytes
             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
             */
            hash: string;
            state: "signed" | "final" | "void";
            /** @example 42 */
            signedAtMs: number;
            /** @example 42 */
            sentAtMs?: number;
            /** @example 42 */
            blockNumber?: number;
            /**
             * @description 32 bytes
             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
             */
            blockHash?: string;
            /** @example 42 */
            blockTimeMs?: number;
        };
        /** Tree */
        Tree: {
            /** @example 42 */
            index: number;
            count: number;
            /** @description the root first; leaf i of n stands at 2n-2-i */
            nodes: string[];
        };
    };
    responses: {
        /** @description AnomalyDetails */
        AnomalyDetails: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["AnomalyDetails"];
            };
        };
        /** @description Batch */
        Batch: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Batch"];
            };
        };
        /** @description Block */
        Block: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Block"];
            };
        };
        /** @description Chain */
        Chain: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Chain"];
            };
        };
        /** @description ChainBinding */
        ChainBinding: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ChainBinding"];
            };
        };
        /** @description ChainTransaction */
        ChainTransaction: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ChainTransaction"];
            };
        };
        /** @description Error */
        Error: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Flow */
        Flow: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Flow"];
            };
        };
        /** @description LightNodeDetails */
        LightNodeDetails: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["LightNodeDetails"];
            };
        };
        /** @description Packet */
        Packet: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Packet"];
            };
        };
        /** @description Tree */
        Tree: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Tree"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
