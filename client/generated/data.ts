// Made by `npm run client` from /openapi/data.json: do not edit.

export interface paths {
    "/v1/pods/{pod}/readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readings of a PoD over a time range
         * @description In the order of their times. JSON comes in pages (1000 readings where no limit is given; `next` is the cursor of the next page). NDJSON and CSV come whole, as a stream, or with `limit` as a page whose next one is in the `Link` header; Parquet comes whole, with the columns of the CSV. A reading of an interval belongs to the range that holds the instant before its end, so a UTC day has its 96 quarter-hours.
         */
        get: operations["readings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pods/{pod}/aggregates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Energy, power and completeness of a PoD over local intervals
         * @description Energy is the difference of the register between the borders of an interval, never a sum of powers. Days and months are local, so a day has 92, 96 or 100 quarter-hours. JSON comes in pages of whole intervals; NDJSON and CSV come whole, as a stream, or with `limit` as a page whose next one is in the `Link` header; Parquet comes whole.
         */
        get: operations["aggregates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/aggregates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Energy and completeness across PoDs, in groups
         * @description Sums over the PoDs that the caller may see, for the time that he may see them; `hiddenPods` (in other forms the header `access-layer-hidden-pods`) says how many he may not. A PoD with several types of service is in several groups, and counts for an aggregator while it is in its portfolio. A cell behind which stand too few customers of whom the caller may only see aggregates is suppressed. Pages are as for one PoD.
         */
        get: operations["group-aggregates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/readings/{hash}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Proof file of a packet of readings
         * @description Everything that a stranger needs to check the packet without us, beside his own network file: `access-layer verify FILE`.
         */
        get: operations["proof"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/packets/{hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A packet exactly as it was signed
         * @description As JSON; or as text/plain, which is the signed message itself: signature, line feed, payload.
         */
        get: operations["packet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pods/{pod}/packets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Packets of a PoD over a time range, of every type */
        get: operations["packets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pods/{pod}/set-points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Set-points of a PoD that are in force in a time range, as they were signed */
        get: operations["pod-set-points"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pods/{pod}/set-points/{seq}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Proof file of a set-point, by its number at the PoD */
        get: operations["set-point-proof"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pods/{pod}/activations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of set-points at the devices of a PoD, as the Light Node signed it */
        get: operations["activations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pods/{pod}/proofs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Packets of a PoD over a time range, each as a proof file
         * @description A day in one answer, with all that a stranger needs to check it without us. Each of `proofs` is a *.proof.json file; `unproven` names packets that have none yet, and why.
         */
        get: operations["proofs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * PoDs of which something is stored, with the first and last of it
         * @description Of PoDs that the caller may see only for a part of the time it says that they are there. GET /v1/pods is the registry: all PoDs, and what they are.
         */
        get: operations["series"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pods/{pod}/completeness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What came of a PoD over a time range, and what is missing
         * @description By node and meter: received, missing (by sequence numbers, with the times between which they lie), late, certified twice, forked; and whether each packet names the hash of the one before.
         */
        get: operations["completeness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Records that were put aside, why, and the records themselves */
        get: operations["quarantine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many packets reached which stage */
        get: operations["stages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/archive/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Each day: hot, warm, cold, archived, restored or damaged, with counts and sizes */
        get: operations["archive-calendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/archive/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures over all days: how many are where, sizes, damages, the last verification */
        get: operations["archive-status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/archive/damages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the last checks of the archive found: file, bytes, rows and packet, as near as they can be named */
        get: operations["archive-damages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/archive/restores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was brought back from the archive, the latest first */
        get: operations["restores"];
        put?: never;
        /**
         * Bring days back from the archive for a time
         * @description Every packet passes what live data pass: signature, place in its batch, the root on the chain. What does not is named under `GET /v1/archive/damages` and not served. The answer comes at once; the restore is done when its `state` is `restored`.
         */
        post: operations["ask-restore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/archive/restores/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them, and how far it is */
        get: operations["restore"];
        put?: never;
        post?: never;
        /** End a restore now: its days leave the store again */
        delete: operations["end-restore"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pods/{pod}/reads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who has read the data of a PoD, when, what, for what purpose and by which consent
         * @description One entry a query, and one for each holder of the time that was asked for. An entry is there when the answer that it is about is given; it is signed and anchored a little later. `unusual` points out a reader who is new, or reads much more than usual; the topic `unusual-reads` of the Events API tells at once.
         */
        get: operations["reads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pods/{pod}/reads/{seq}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Proof file of the signed message that entries of a PoD stand in
         * @description A message holds entries of one PoD and one holder only, so he may have the whole of it.
         */
        get: operations["read-proof"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/read-ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The signed messages of the read ledger in their order, with their proofs
         * @description For an auditor: `access-layer ledger verify` checks every signature, that no message was left out or changed, and that each is anchored.
         */
        get: operations["read-ledger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pods/{pod}/set-points/{seq}/settlement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a set-point: measured response, both baselines, delivered energy, what is paid */
        get: operations["activation-settlement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pods/{pod}/set-points/{seq}/dossier": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Signed archive of an activation: figures, the proof of everything, CSV and market document
         * @description Order, result, set-point, what the node said, the registers that the energies follow from, baselines and disputes. It holds signed packets whole, so the caller must be allowed to read all of them.
         */
        get: operations["activation-dossier"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settlements/months/{month}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page of the activations of a month: settled, incomplete with what is missing, held by disputes */
        get: operations["month-settlement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settlements/months/{month}/dossier": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Signed archive of a month: one archive for each activation, a summary and a market document
         * @description It comes as a stream, activation by activation; the header `access-layer-activations` says how many there are.
         */
        get: operations["month-dossier"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/parties": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page of party documents that the caller may see */
        get: operations["list-party"];
        put?: never;
        /**
         * Register a party, or many
         * @description One as JSON. Many as NDJSON, one a line: each on its own, or with `atomic=true` all or nothing; the answer reports every line. A line with `revision` changes what is there.
         */
        post: operations["post-party"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/parties/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One party */
        get: operations["get-party"];
        /**
         * Register or change a party
         * @description What exists is changed only with If-Match (or `revision`): 428 without, 412 with an old one.
         */
        put: operations["put-party"];
        post?: never;
        /**
         * Remove a party that was registered by mistake
         * @description The history keeps it. What is named by something else stays.
         */
        delete: operations["delete-party"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page of customer documents that the caller may see */
        get: operations["list-customer"];
        put?: never;
        /**
         * Register a customer, or many
         * @description One as JSON. Many as NDJSON, one a line: each on its own, or with `atomic=true` all or nothing; the answer reports every line. A line with `revision` changes what is there.
         */
        post: operations["post-customer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One customer */
        get: operations["get-customer"];
        /**
         * Register or change a customer
         * @description What exists is changed only with If-Match (or `revision`): 428 without, 412 with an old one.
         */
        put: operations["put-customer"];
        post?: never;
        /**
         * Remove a customer that was registered by mistake
         * @description The history keeps it. What is named by something else stays.
         */
        delete: operations["delete-customer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page of pod documents that the caller may see */
        get: operations["list-pod"];
        put?: never;
        /**
         * Register a pod, or many
         * @description One as JSON. Many as NDJSON, one a line: each on its own, or with `atomic=true` all or nothing; the answer reports every line. A line with `revision` changes what is there.
         */
        post: operations["post-pod"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pods/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One pod */
        get: operations["get-pod"];
        /**
         * Register or change a pod
         * @description What exists is changed only with If-Match (or `revision`): 428 without, 412 with an old one.
         */
        put: operations["put-pod"];
        post?: never;
        /**
         * Remove a pod that was registered by mistake
         * @description The history keeps it. What is named by something else stays.
         */
        delete: operations["delete-pod"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holdings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page of holding documents that the caller may see */
        get: operations["list-holding"];
        put?: never;
        /**
         * Register a holding, or many
         * @description One as JSON. Many as NDJSON, one a line: each on its own, or with `atomic=true` all or nothing; the answer reports every line. A line with `revision` changes what is there.
         */
        post: operations["post-holding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holdings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One holding */
        get: operations["get-holding"];
        /**
         * Register or change a holding
         * @description What exists is changed only with If-Match (or `revision`): 428 without, 412 with an old one.
         */
        put: operations["put-holding"];
        post?: never;
        /**
         * Remove a holding that was registered by mistake
         * @description The history keeps it. What is named by something else stays.
         */
        delete: operations["delete-holding"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/portfolios": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page of portfolio documents that the caller may see */
        get: operations["list-portfolio"];
        put?: never;
        /**
         * Register a portfolio, or many
         * @description One as JSON. Many as NDJSON, one a line: each on its own, or with `atomic=true` all or nothing; the answer reports every line. A line with `revision` changes what is there.
         */
        post: operations["post-portfolio"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/portfolios/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One portfolio */
        get: operations["get-portfolio"];
        /**
         * Register or change a portfolio
         * @description What exists is changed only with If-Match (or `revision`): 428 without, 412 with an old one.
         */
        put: operations["put-portfolio"];
        post?: never;
        /**
         * Remove a portfolio that was registered by mistake
         * @description The history keeps it. What is named by something else stays.
         */
        delete: operations["delete-portfolio"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/flexible-resources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page of flexible-resource documents that the caller may see */
        get: operations["list-flexible-resource"];
        put?: never;
        /**
         * Register a flexible-resource, or many
         * @description One as JSON. Many as NDJSON, one a line: each on its own, or with `atomic=true` all or nothing; the answer reports every line. A line with `revision` changes what is there.
         */
        post: operations["post-flexible-resource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/flexible-resources/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One flexible-resource */
        get: operations["get-flexible-resource"];
        /**
         * Register or change a flexible-resource
         * @description What exists is changed only with If-Match (or `revision`): 428 without, 412 with an old one.
         */
        put: operations["put-flexible-resource"];
        post?: never;
        /**
         * Remove a flexible-resource that was registered by mistake
         * @description The history keeps it. What is named by something else stays.
         */
        delete: operations["delete-flexible-resource"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contracts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page of contract documents that the caller may see */
        get: operations["list-contract"];
        put?: never;
        /**
         * Register a contract, or many
         * @description One as JSON. Many as NDJSON, one a line: each on its own, or with `atomic=true` all or nothing; the answer reports every line. A line with `revision` changes what is there.
         */
        post: operations["post-contract"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contracts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One contract */
        get: operations["get-contract"];
        /**
         * Register or change a contract
         * @description What exists is changed only with If-Match (or `revision`): 428 without, 412 with an old one.
         */
        put: operations["put-contract"];
        post?: never;
        /**
         * Remove a contract that was registered by mistake
         * @description The history keeps it. What is named by something else stays.
         */
        delete: operations["delete-contract"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forecasts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page of forecast documents that the caller may see */
        get: operations["list-forecast"];
        put?: never;
        /**
         * Register a forecast, or many
         * @description One as JSON. Many as NDJSON, one a line: each on its own, or with `atomic=true` all or nothing; the answer reports every line. A line with `revision` changes what is there.
         */
        post: operations["post-forecast"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forecasts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One forecast */
        get: operations["get-forecast"];
        /**
         * Register or change a forecast
         * @description What exists is changed only with If-Match (or `revision`): 428 without, 412 with an old one.
         */
        put: operations["put-forecast"];
        post?: never;
        /**
         * Remove a forecast that was registered by mistake
         * @description The history keeps it. What is named by something else stays.
         */
        delete: operations["delete-forecast"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page of group documents that the caller may see */
        get: operations["list-group"];
        put?: never;
        /**
         * Register a group, or many
         * @description One as JSON. Many as NDJSON, one a line: each on its own, or with `atomic=true` all or nothing; the answer reports every line. A line with `revision` changes what is there.
         */
        post: operations["post-group"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One group */
        get: operations["get-group"];
        /**
         * Register or change a group
         * @description What exists is changed only with If-Match (or `revision`): 428 without, 412 with an old one.
         */
        put: operations["put-group"];
        post?: never;
        /**
         * Remove a group that was registered by mistake
         * @description The history keeps it. What is named by something else stays.
         */
        delete: operations["delete-group"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page of person documents that the caller may see */
        get: operations["list-person"];
        put?: never;
        /**
         * Register a person, or many
         * @description One as JSON. Many as NDJSON, one a line: each on its own, or with `atomic=true` all or nothing; the answer reports every line. A line with `revision` changes what is there.
         */
        post: operations["post-person"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One person */
        get: operations["get-person"];
        /**
         * Register or change a person
         * @description What exists is changed only with If-Match (or `revision`): 428 without, 412 with an old one.
         */
        put: operations["put-person"];
        post?: never;
        /**
         * Remove a person that was registered by mistake
         * @description The history keeps it. What is named by something else stays.
         */
        delete: operations["delete-person"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page of view documents that the caller may see */
        get: operations["list-view"];
        put?: never;
        /**
         * Register a view, or many
         * @description One as JSON. Many as NDJSON, one a line: each on its own, or with `atomic=true` all or nothing; the answer reports every line. A line with `revision` changes what is there.
         */
        post: operations["post-view"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One view */
        get: operations["get-view"];
        /**
         * Register or change a view
         * @description What exists is changed only with If-Match (or `revision`): 428 without, 412 with an old one.
         */
        put: operations["put-view"];
        post?: never;
        /**
         * Remove a view that was registered by mistake
         * @description The history keeps it. What is named by something else stays.
         */
        delete: operations["delete-view"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page of consent documents that the caller may see */
        get: operations["list-consent"];
        put?: never;
        /**
         * Give a consent
         * @description A customer gives his own; the DSO records with `paper` what a customer has signed. A consent releases what was *measured* from `from` until `until`: after its end still, after its revocation no more.
         */
        post: operations["grant-consent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/consents/{id}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a consent back, at once and for all it had released */
        post: operations["revoke-consent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bindings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page of binding documents that the caller may see */
        get: operations["list-binding"];
        put?: never;
        /**
         * Bind the key of a Light Node to a PoD and a meter
         * @description The registrar writes the contract: poll the binding at `Location` until its status says so.
         */
        post: operations["request-binding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bindings/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a binding
         * @description The registrar writes the contract: poll the binding at `Location` until its status says so.
         */
        post: operations["end-binding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bindings/{id}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke a Light Node's key: it is never bound again
         * @description The registrar writes the contract: poll the binding at `Location` until its status says so.
         */
        post: operations["revoke-binding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{id}/personal-data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The personal data of a customer */
        get: operations["get-personal-data"];
        /** Register or change the personal data of a customer */
        put: operations["put-personal-data"];
        post?: never;
        /** Erase the personal data of a customer: no byte stays */
        delete: operations["erase-personal-data"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page of signed request messages that the caller may see, in order of receipt */
        get: operations["list-request"];
        put?: never;
        /**
         * Hand in a signed request, or many
         * @description Signed by its sender, numbered without gaps over all its statements, each naming the hash of the one before.
         */
        post: operations["post-request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page of signed order messages that the caller may see, in order of receipt */
        get: operations["list-order"];
        put?: never;
        /**
         * Hand in a signed order, or many
         * @description Signed by its sender, numbered without gaps over all its statements, each naming the hash of the one before.
         */
        post: operations["post-order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page of signed result messages that the caller may see, in order of receipt */
        get: operations["list-result"];
        put?: never;
        /**
         * Hand in a signed result, or many
         * @description Signed by its sender, numbered without gaps over all its statements, each naming the hash of the one before.
         */
        post: operations["post-result"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/baselines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page of signed baseline messages that the caller may see, in order of receipt */
        get: operations["list-baseline"];
        put?: never;
        /**
         * Hand in a signed baseline, or many
         * @description Signed by its sender, numbered without gaps over all its statements, each naming the hash of the one before.
         */
        post: operations["post-baseline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settlements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page of signed settlement messages that the caller may see, in order of receipt */
        get: operations["list-settlement"];
        put?: never;
        /**
         * Hand in a signed settlement, or many
         * @description Signed by its sender, numbered without gaps over all its statements, each naming the hash of the one before.
         */
        post: operations["post-settlement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page of signed dispute messages that the caller may see, in order of receipt */
        get: operations["list-dispute"];
        put?: never;
        /**
         * Hand in a signed dispute, or many
         * @description Signed by its sender, numbered without gaps over all its statements, each naming the hash of the one before.
         */
        post: operations["post-dispute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/set-points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Page of signed set-point messages that the caller may see, in order of receipt */
        get: operations["list-set-point"];
        put?: never;
        /**
         * Hand in a signed set-point, or many
         * @description For the record: only MQTTS commands a device. Signed by a set-point signer of the contract.
         */
        post: operations["post-set-point"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/parties/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed a party, when, and what it was then */
        get: operations["history-of-party"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed a customer, when, and what it was then */
        get: operations["history-of-customer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pods/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed a pod, when, and what it was then */
        get: operations["history-of-pod"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/holdings/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed a holding, when, and what it was then */
        get: operations["history-of-holding"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/portfolios/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed a portfolio, when, and what it was then */
        get: operations["history-of-portfolio"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/flexible-resources/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed a flexible-resource, when, and what it was then */
        get: operations["history-of-flexible-resource"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contracts/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed a contract, when, and what it was then */
        get: operations["history-of-contract"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/consents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One consent */
        get: operations["get-consent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/consents/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed a consent, when, and what it was then */
        get: operations["history-of-consent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bindings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One binding */
        get: operations["get-binding"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/bindings/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed a binding, when, and what it was then */
        get: operations["history-of-binding"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/forecasts/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed a forecast, when, and what it was then */
        get: operations["history-of-forecast"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed a group, when, and what it was then */
        get: operations["history-of-group"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed a person, when, and what it was then */
        get: operations["history-of-person"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/views/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed a view, when, and what it was then */
        get: operations["history-of-view"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/registry-history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every change of the registry in order: who, when, what
         * @description Of personal data it says that something changed, never what.
         */
        get: operations["registry-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/{messageHash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One signed request
         * @description Its payload is this, as text:
         *
         *     ```json
         *     {"type":"object","required":["v","network","nonce","sender","seq","prev","issuedAt","id","recipients","type","service","direction","powerW","from","until"],"properties":{"v":{"type":"number","const":1},"network":{"type":"string","minLength":1,"maxLength":64},"nonce":{"type":"string","pattern":"^0x[0-9a-f]{32}$","description":"16 random bytes"},"sender":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,63}$","description":"Id of a party"},"seq":{"type":"integer","minimum":0,"maximum":9007199254740991},"prev":{"type":"string","pattern":"^0x[0-9a-f]{64}$","description":"32 bytes"},"issuedAt":{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$","description":"ISO 8601 UTC with milliseconds"},"id":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$","description":"Chosen by the sender, unique among its statements of that type"},"recipients":{"type":"array","items":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,63}$","description":"Id of a party"},"maxItems":64,"uniqueItems":true},"type":{"type":"string","const":"request"},"service":{"enum":["congestion-management","voltage-control","balancing"]},"direction":{"enum":["increase","decrease"]},"powerW":{"type":"number","minimum":0,"description":"W; `direction` says which way"},"from":{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$","description":"ISO 8601 UTC with milliseconds"},"until":{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$","description":"ISO 8601 UTC with milliseconds"},"municipality":{"type":"string","minLength":1,"maxLength":100},"pods":{"type":"array","items":{"type":"string","minLength":1,"maxLength":64},"minItems":1,"maxItems":1000,"uniqueItems":true},"maxPriceEurPerMwh":{"type":"number","description":"EUR per MWh"}},"additionalProperties":false}
         *     ```
         */
        get: operations["get-request"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/requests/{messageHash}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Proof file of a signed request
         * @description Everything that a stranger needs to check it without us, beside his own network file: `access-layer verify FILE`.
         */
        get: operations["proof-of-request"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{messageHash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One signed order
         * @description Its payload is this, as text:
         *
         *     ```json
         *     {"type":"object","required":["v","network","nonce","sender","seq","prev","issuedAt","id","recipients","type","service","side","direction","powerW","from","until","priceEurPerMwh","pods"],"properties":{"v":{"type":"number","const":1},"network":{"type":"string","minLength":1,"maxLength":64},"nonce":{"type":"string","pattern":"^0x[0-9a-f]{32}$","description":"16 random bytes"},"sender":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,63}$","description":"Id of a party"},"seq":{"type":"integer","minimum":0,"maximum":9007199254740991},"prev":{"type":"string","pattern":"^0x[0-9a-f]{64}$","description":"32 bytes"},"issuedAt":{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$","description":"ISO 8601 UTC with milliseconds"},"id":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$","description":"Chosen by the sender, unique among its statements of that type"},"recipients":{"type":"array","items":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,63}$","description":"Id of a party"},"maxItems":64,"uniqueItems":true},"type":{"type":"string","const":"order"},"service":{"enum":["congestion-management","voltage-control","balancing"]},"side":{"anyOf":[{"type":"string","const":"offer"},{"type":"string","const":"bid"}]},"direction":{"enum":["increase","decrease"]},"powerW":{"type":"number","minimum":0,"description":"W; `direction` says which way"},"from":{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$","description":"ISO 8601 UTC with milliseconds"},"until":{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$","description":"ISO 8601 UTC with milliseconds"},"priceEurPerMwh":{"type":"number","description":"EUR per MWh"},"pods":{"type":"array","items":{"type":"string","minLength":1,"maxLength":64},"minItems":1,"maxItems":1000,"uniqueItems":true},"request":{"type":"object","required":["sender","id","hash"],"properties":{"sender":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,63}$","description":"Id of a party"},"id":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$","description":"Chosen by the sender, unique among its statements of that type"},"hash":{"type":"string","pattern":"^0x[0-9a-f]{64}$","description":"32 bytes"}},"additionalProperties":false}},"additionalProperties":false}
         *     ```
         */
        get: operations["get-order"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orders/{messageHash}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Proof file of a signed order
         * @description Everything that a stranger needs to check it without us, beside his own network file: `access-layer verify FILE`.
         */
        get: operations["proof-of-order"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/results/{messageHash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One signed result
         * @description Its payload is this, as text:
         *
         *     ```json
         *     {"type":"object","required":["v","network","nonce","sender","seq","prev","issuedAt","id","recipients","type","order","status","powerW","priceEurPerMwh","from","until"],"properties":{"v":{"type":"number","const":1},"network":{"type":"string","minLength":1,"maxLength":64},"nonce":{"type":"string","pattern":"^0x[0-9a-f]{32}$","description":"16 random bytes"},"sender":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,63}$","description":"Id of a party"},"seq":{"type":"integer","minimum":0,"maximum":9007199254740991},"prev":{"type":"string","pattern":"^0x[0-9a-f]{64}$","description":"32 bytes"},"issuedAt":{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$","description":"ISO 8601 UTC with milliseconds"},"id":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$","description":"Chosen by the sender, unique among its statements of that type"},"recipients":{"type":"array","items":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,63}$","description":"Id of a party"},"maxItems":64,"uniqueItems":true},"type":{"type":"string","const":"result"},"order":{"type":"object","required":["sender","id","hash"],"properties":{"sender":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,63}$","description":"Id of a party"},"id":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$","description":"Chosen by the sender, unique among its statements of that type"},"hash":{"type":"string","pattern":"^0x[0-9a-f]{64}$","description":"32 bytes"}},"additionalProperties":false},"status":{"anyOf":[{"type":"string","const":"accepted"},{"type":"string","const":"partially-accepted"},{"type":"string","const":"rejected"}]},"powerW":{"type":"number","minimum":0,"description":"W; `direction` says which way"},"priceEurPerMwh":{"type":"number","description":"EUR per MWh"},"from":{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$","description":"ISO 8601 UTC with milliseconds"},"until":{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$","description":"ISO 8601 UTC with milliseconds"},"pods":{"type":"array","items":{"type":"string","minLength":1,"maxLength":64},"minItems":1,"maxItems":1000,"uniqueItems":true}},"additionalProperties":false}
         *     ```
         */
        get: operations["get-result"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/results/{messageHash}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Proof file of a signed result
         * @description Everything that a stranger needs to check it without us, beside his own network file: `access-layer verify FILE`.
         */
        get: operations["proof-of-result"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/baselines/{messageHash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One signed baseline
         * @description Its payload is this, as text:
         *
         *     ```json
         *     {"type":"object","required":["v","network","nonce","sender","seq","prev","issuedAt","id","recipients","type","pod","from","until","periodS","method","averagePowersW"],"properties":{"v":{"type":"number","const":1},"network":{"type":"string","minLength":1,"maxLength":64},"nonce":{"type":"string","pattern":"^0x[0-9a-f]{32}$","description":"16 random bytes"},"sender":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,63}$","description":"Id of a party"},"seq":{"type":"integer","minimum":0,"maximum":9007199254740991},"prev":{"type":"string","pattern":"^0x[0-9a-f]{64}$","description":"32 bytes"},"issuedAt":{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$","description":"ISO 8601 UTC with milliseconds"},"id":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$","description":"Chosen by the sender, unique among its statements of that type"},"recipients":{"type":"array","items":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,63}$","description":"Id of a party"},"maxItems":64,"uniqueItems":true},"type":{"type":"string","const":"baseline"},"pod":{"type":"string","minLength":1,"maxLength":64},"from":{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$","description":"ISO 8601 UTC with milliseconds"},"until":{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$","description":"ISO 8601 UTC with milliseconds"},"periodS":{"type":"integer","minimum":1,"maximum":86400},"method":{"type":"string","pattern":"^[a-z0-9-]{1,64}$"},"averagePowersW":{"type":"array","items":{"type":"number"},"minItems":1,"maxItems":3000,"description":"W, consumer sign"}},"additionalProperties":false}
         *     ```
         */
        get: operations["get-baseline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/baselines/{messageHash}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Proof file of a signed baseline
         * @description Everything that a stranger needs to check it without us, beside his own network file: `access-layer verify FILE`.
         */
        get: operations["proof-of-baseline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settlements/{messageHash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One signed settlement
         * @description Its payload is this, as text:
         *
         *     ```json
         *     {"type":"object","required":["v","network","nonce","sender","seq","prev","issuedAt","id","recipients","type","result","pod","from","until","baselineEnergyWh","measuredEnergyWh","deliveredEnergyWh","amountEur","completenessPercent"],"properties":{"v":{"type":"number","const":1},"network":{"type":"string","minLength":1,"maxLength":64},"nonce":{"type":"string","pattern":"^0x[0-9a-f]{32}$","description":"16 random bytes"},"sender":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,63}$","description":"Id of a party"},"seq":{"type":"integer","minimum":0,"maximum":9007199254740991},"prev":{"type":"string","pattern":"^0x[0-9a-f]{64}$","description":"32 bytes"},"issuedAt":{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$","description":"ISO 8601 UTC with milliseconds"},"id":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$","description":"Chosen by the sender, unique among its statements of that type"},"recipients":{"type":"array","items":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,63}$","description":"Id of a party"},"maxItems":64,"uniqueItems":true},"type":{"type":"string","const":"settlement"},"result":{"type":"object","required":["sender","id","hash"],"properties":{"sender":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,63}$","description":"Id of a party"},"id":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$","description":"Chosen by the sender, unique among its statements of that type"},"hash":{"type":"string","pattern":"^0x[0-9a-f]{64}$","description":"32 bytes"}},"additionalProperties":false},"pod":{"type":"string","minLength":1,"maxLength":64},"from":{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$","description":"ISO 8601 UTC with milliseconds"},"until":{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$","description":"ISO 8601 UTC with milliseconds"},"baselineEnergyWh":{"type":"number","description":"Wh; positive from the grid into the installation"},"measuredEnergyWh":{"type":"number","description":"Wh; positive from the grid into the installation"},"deliveredEnergyWh":{"type":"number","description":"Wh in the direction ordered"},"amountEur":{"type":"number","description":"EUR to the seller; negative is a penalty"},"completenessPercent":{"type":"number","minimum":0,"maximum":100,"description":"% of the period that was measured"},"activation":{"type":"object","required":["pod","setPoint","hash"],"properties":{"pod":{"type":"string","minLength":1,"maxLength":64},"setPoint":{"type":"string","pattern":"^[0-9A-HJKMNP-TV-Z]{26}$"},"hash":{"type":"string","pattern":"^0x[0-9a-f]{64}$","description":"32 bytes"}},"additionalProperties":false},"settledEnergyWh":{"type":"number","minimum":0,"description":"Wh that are paid"},"baselineMethod":{"type":"string","pattern":"^[a-z0-9-]{1,64}$"},"decision":{"type":"object","required":["sender","id","hash"],"properties":{"sender":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,63}$","description":"Id of a party"},"id":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$","description":"Chosen by the sender, unique among its statements of that type"},"hash":{"type":"string","pattern":"^0x[0-9a-f]{64}$","description":"32 bytes"}},"additionalProperties":false}},"additionalProperties":false}
         *     ```
         */
        get: operations["get-settlement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settlements/{messageHash}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Proof file of a signed settlement
         * @description Everything that a stranger needs to check it without us, beside his own network file: `access-layer verify FILE`.
         */
        get: operations["proof-of-settlement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{messageHash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One signed dispute
         * @description Its payload is this, as text:
         *
         *     ```json
         *     {"type":"object","required":["v","network","nonce","sender","seq","prev","issuedAt","id","recipients","type","about","reason"],"properties":{"v":{"type":"number","const":1},"network":{"type":"string","minLength":1,"maxLength":64},"nonce":{"type":"string","pattern":"^0x[0-9a-f]{32}$","description":"16 random bytes"},"sender":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,63}$","description":"Id of a party"},"seq":{"type":"integer","minimum":0,"maximum":9007199254740991},"prev":{"type":"string","pattern":"^0x[0-9a-f]{64}$","description":"32 bytes"},"issuedAt":{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$","description":"ISO 8601 UTC with milliseconds"},"id":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$","description":"Chosen by the sender, unique among its statements of that type"},"recipients":{"type":"array","items":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,63}$","description":"Id of a party"},"maxItems":64,"uniqueItems":true},"type":{"type":"string","const":"dispute"},"about":{"type":"object","required":["sender","id","hash"],"properties":{"sender":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,63}$","description":"Id of a party"},"id":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$","description":"Chosen by the sender, unique among its statements of that type"},"hash":{"type":"string","pattern":"^0x[0-9a-f]{64}$","description":"32 bytes"}},"additionalProperties":false},"reason":{"anyOf":[{"type":"string","const":"measurement"},{"type":"string","const":"baseline"},{"type":"string","const":"price"},{"type":"string","const":"activation"},{"type":"string","const":"other"}]},"claimedEnergyWh":{"type":"number","description":"Wh; positive from the grid into the installation"},"claimedAmountEur":{"type":"number","description":"EUR"},"text":{"type":"string","maxLength":1024},"activation":{"type":"object","required":["pod","setPoint","hash"],"properties":{"pod":{"type":"string","minLength":1,"maxLength":64},"setPoint":{"type":"string","pattern":"^[0-9A-HJKMNP-TV-Z]{26}$"},"hash":{"type":"string","pattern":"^0x[0-9a-f]{64}$","description":"32 bytes"}},"additionalProperties":false},"evidence":{"type":"array","items":{"type":"object","required":["hash","kind"],"properties":{"hash":{"type":"string","pattern":"^0x[0-9a-f]{64}$","description":"32 bytes"},"kind":{"enum":["proof","file"]},"note":{"type":"string","maxLength":1024}},"additionalProperties":false},"minItems":1,"maxItems":100},"decision":{"type":"object","required":["dispute","outcome"],"properties":{"dispute":{"type":"object","required":["sender","id","hash"],"properties":{"sender":{"type":"string","pattern":"^[a-z0-9][a-z0-9-]{0,63}$","description":"Id of a party"},"id":{"type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$","description":"Chosen by the sender, unique among its statements of that type"},"hash":{"type":"string","pattern":"^0x[0-9a-f]{64}$","description":"32 bytes"}},"additionalProperties":false},"outcome":{"enum":["upheld","rejected","withdrawn"]},"settledEnergyWh":{"type":"number","minimum":0,"description":"Wh that are paid"}},"additionalProperties":false}},"additionalProperties":false}
         *     ```
         */
        get: operations["get-dispute"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{messageHash}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Proof file of a signed dispute
         * @description Everything that a stranger needs to check it without us, beside his own network file: `access-layer verify FILE`.
         */
        get: operations["proof-of-dispute"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/set-points/{messageHash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One signed set-point
         * @description Its payload is this, as text:
         *
         *     ```json
         *     {"type":"object","required":["v","network","nonce","type","id","pod","node","seq","service","mode","from","until","issuedAt","expiresAt"],"properties":{"v":{"type":"number","const":1},"network":{"type":"string","minLength":1,"maxLength":64},"nonce":{"type":"string","pattern":"^0x[0-9a-f]{32}$","description":"16 random bytes"},"type":{"type":"string","const":"set-point"},"id":{"type":"string","pattern":"^[0-9A-HJKMNP-TV-Z]{26}$"},"pod":{"type":"string","minLength":1,"maxLength":64},"node":{"type":"string","pattern":"^[a-z0-9-]{1,64}$"},"seq":{"type":"integer","minimum":0,"maximum":9007199254740991},"service":{"enum":["congestion-management","voltage-control","balancing"]},"mode":{"enum":["limit-import","limit-export","target","resume"]},"valueW":{"type":"number","description":"W; positive from the grid into the installation"},"from":{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$","description":"ISO 8601 UTC with milliseconds"},"until":{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$","description":"ISO 8601 UTC with milliseconds"},"issuedAt":{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$","description":"ISO 8601 UTC with milliseconds"},"expiresAt":{"type":"string","pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$","description":"ISO 8601 UTC with milliseconds"},"order":{"type":"string","minLength":1,"maxLength":64}},"additionalProperties":false}
         *     ```
         */
        get: operations["get-set-point"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/set-points/{messageHash}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Proof file of a signed set-point
         * @description Everything that a stranger needs to check it without us, beside his own network file: `access-layer verify FILE`.
         */
        get: operations["proof-of-set-point"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/parties/{id}/statement-chain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Number and `prev` of the next statement of a party */
        get: operations["statement-chain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/access/ranges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The times of which the caller may read a kind of data of a PoD, and why */
        get: operations["access-ranges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/access/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the caller is among the people of views, and what he may do with them */
        get: operations["access-views"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Erasures, the oldest first */
        get: operations["erasures"];
        put?: never;
        /**
         * Ask that all that a customer leaves at a PoD be erased, for the time that he held it
         * @description Until now, where he holds it still. A customer asks in his own name, and the DSO confirms; what the DSO asks for is confirmed. The same again answers what is there.
         */
        post: operations["request-erasure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/erasures/{id}/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm an erasure: from now on nothing of it is given out, and it cannot be stopped */
        post: operations["confirm-erasure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/erasures/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far an erasure is, by part of the system */
        get: operations["erasure"];
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
        /** ActivationDetail */
        ActivationDetail: {
            /**
             * @description PoD code
             * @example IT002E00000001
             */
            pod: string;
            /** @example 01KF2Z3M4N5P6Q7R8S9TABCDEF */
            setPoint: string;
            /** @description Of the set-point at the PoD */
            number: number;
            hash: string;
            /**
             * Format: date-time
             * @description Begin of the set-point
             * @example 2026-02-01T10:15:00.000Z
             */
            from: string;
            /**
             * Format: date-time
             * @description Its end
             * @example 2026-02-01T10:15:00.000Z
             */
            until: string;
            /** @example limit-import */
            mode: string;
            valueW?: number;
            /**
             * @description `planned`, `under-way`: not begun, not ended yet; `not-ordered`: no accepted order of the market stands behind it
             * @enum {unknown}
             */
            state: "planned" | "under-way" | "settled" | "incomplete" | "held" | "not-ordered";
            /** @description What is missing, held or odd */
            reasons: string[];
            /**
             * @description What the node said in the end
             * @enum {unknown}
             */
            said: "received" | "applied" | "refused" | "expired" | "failed" | "completed" | "nothing";
            saidReason?: string;
            /**
             * @description What the meter shows
             * @enum {unknown}
             */
            finding: "delivered" | "partly-delivered" | "not-delivered" | "not-carried-out" | "unknown";
            /** @description The node says that it was done; the meter shows that it was not */
            contradicted: boolean;
            /** @enum {unknown} */
            direction?: "increase" | "decrease";
            orderedW?: number;
            priceEurPerMwh?: number;
            /** @enum {unknown} */
            settledBy?: "high-x-of-y" | "sent";
            completenessPercent: number;
            missing: {
                packets: number;
                /** @description Sequence numbers of this time that never came */
                ranges: {
                    node: string;
                    fromSeq: number;
                    toSeq: number;
                }[];
            };
            /**
             * @description Wh; of the whole
             * @example 250
             */
            measuredWh?: number;
            /**
             * @description Wh; by which it is settled
             * @example 250
             */
            baselineWh?: number;
            /**
             * @description Wh; by high X of Y
             * @example 250
             */
            computedBaselineWh?: number;
            /**
             * @description Wh; as the party stated it
             * @example 250
             */
            sentBaselineWh?: number;
            /**
             * @description Wh; in the direction ordered
             * @example 250
             */
            deliveredWh?: number;
            /**
             * @description Wh; that is paid
             * @example 250
             */
            settledWh?: number;
            /** @description EUR to the seller */
            amountEur?: number;
            order?: {
                sender: string;
                id: string;
                hash: string;
            };
            result?: {
                sender: string;
                id: string;
                hash: string;
            };
            /** @description Signed settlements of it */
            settlements: string[];
            disputes: {
                dispute: string;
                decision?: string;
                /** @enum {unknown} */
                outcome?: "upheld" | "rejected" | "withdrawn";
                settledEnergyWh?: number;
            }[];
            /** @description Path of its archive */
            dossier: string;
            /** @description What the node said, in its order */
            stages: {
                /**
                 * Format: date-time
                 * @description When it was so
                 * @example 2026-02-01T10:15:00.000Z
                 */
                at: string;
                /** @enum {unknown} */
                status: "received" | "applied" | "refused" | "expired" | "failed" | "completed";
                reason?: string;
                commandedW?: number;
                measuredW?: number;
                ems?: {
                    id: string;
                    protocol: string;
                };
                payloadHash: string;
            }[];
            slices: {
                /**
                 * Format: date-time
                 * @description Begin of the quarter-hour, or of the activation in it
                 * @example 2026-02-01T10:15:00.000Z
                 */
                from: string;
                /**
                 * Format: date-time
                 * @description Its end
                 * @example 2026-02-01T10:15:00.000Z
                 */
                until: string;
                /**
                 * @description Wh; by the registers, positive from the grid into the installation; absent where not known
                 * @example 250
                 */
                measuredWh?: number;
                /**
                 * @description Wh; by high X of Y
                 * @example 250
                 */
                computedBaselineWh?: number;
                /**
                 * @description Wh; as the party stated it
                 * @example 250
                 */
                sentBaselineWh?: number;
                /**
                 * @description Wh; in the direction ordered
                 * @example 250
                 */
                orderedWh?: number;
                /**
                 * @description Wh; in the direction ordered; negative the other way
                 * @example 250
                 */
                deliveredWh?: number;
                /**
                 * @description Wh; that is paid
                 * @example 250
                 */
                settledWh?: number;
            }[];
            baseline?: {
                /** @enum {string} */
                method: "high-x-of-y";
                /** @description Y similar days with the energy of this time of day; those used are the X highest */
                days: {
                    date: string;
                    energyWh: number;
                    used: boolean;
                }[];
                incompleteDays: {
                    date: string;
                    reason: string;
                }[];
                adjustment: {
                    /**
                     * Format: date-time
                     * @description Begin of the time that was compared
                     * @example 2026-02-01T10:15:00.000Z
                     */
                    from: string;
                    /**
                     * Format: date-time
                     * @description Its end
                     * @example 2026-02-01T10:15:00.000Z
                     */
                    until: string;
                    measuredW?: number;
                    baselineW?: number;
                    /** @description What every power of the baseline is changed by */
                    appliedW: number;
                    /** @description Why there is none */
                    reason?: string;
                };
                energiesWh: number[];
            };
            excludedDays: {
                date: string;
                /** @enum {unknown} */
                reason: "event" | "other-holder";
            }[];
            parameters: {
                /** @description IANA time zone of days and times of day */
                zone: string;
                /** @description Local dates that count as weekend */
                holidays: string[];
                /** @description X: days that make the baseline */
                highDays: number;
                /** @description Y: similar days that they are taken from */
                ofDays: number;
                /** @description How far similar days are looked for */
                lookBackDays: number;
                /** @description Time before the notification that is compared for the day-of adjustment; 0 for none */
                adjustmentS: number;
                /** @description Most that it changes the baseline by, in % of its average power */
                adjustmentCapPercent: number;
                /**
                 * @description Which baseline pays; `computed-or-sent` takes the one of the party where none can be computed
                 * @enum {unknown}
                 */
                settleBy: "computed" | "sent" | "computed-or-sent";
                /** @description From so much of the order on it was delivered */
                deliveredPercent: number;
                /** @description Below so much of it nothing was */
                notDeliveredPercent: number;
            };
        };
        /** ActivationSettlement */
        ActivationSettlement: {
            /**
             * @description PoD code
             * @example IT002E00000001
             */
            pod: string;
            /** @example 01KF2Z3M4N5P6Q7R8S9TABCDEF */
            setPoint: string;
            /** @description Of the set-point at the PoD */
            number: number;
            hash: string;
            /**
             * Format: date-time
             * @description Begin of the set-point
             * @example 2026-02-01T10:15:00.000Z
             */
            from: string;
            /**
             * Format: date-time
             * @description Its end
             * @example 2026-02-01T10:15:00.000Z
             */
            until: string;
            /** @example limit-import */
            mode: string;
            valueW?: number;
            /**
             * @description `planned`, `under-way`: not begun, not ended yet; `not-ordered`: no accepted order of the market stands behind it
             * @enum {unknown}
             */
            state: "planned" | "under-way" | "settled" | "incomplete" | "held" | "not-ordered";
            /** @description What is missing, held or odd */
            reasons: string[];
            /**
             * @description What the node said in the end
             * @enum {unknown}
             */
            said: "received" | "applied" | "refused" | "expired" | "failed" | "completed" | "nothing";
            saidReason?: string;
            /**
             * @description What the meter shows
             * @enum {unknown}
             */
            finding: "delivered" | "partly-delivered" | "not-delivered" | "not-carried-out" | "unknown";
            /** @description The node says that it was done; the meter shows that it was not */
            contradicted: boolean;
            /** @enum {unknown} */
            direction?: "increase" | "decrease";
            orderedW?: number;
            priceEurPerMwh?: number;
            /** @enum {unknown} */
            settledBy?: "high-x-of-y" | "sent";
            completenessPercent: number;
            missing: {
                packets: number;
                /** @description Sequence numbers of this time that never came */
                ranges: {
                    node: string;
                    fromSeq: number;
                    toSeq: number;
                }[];
            };
            /**
             * @description Wh; of the whole
             * @example 250
             */
            measuredWh?: number;
            /**
             * @description Wh; by which it is settled
             * @example 250
             */
            baselineWh?: number;
            /**
             * @description Wh; by high X of Y
             * @example 250
             */
            computedBaselineWh?: number;
            /**
             * @description Wh; as the party stated it
             * @example 250
             */
            sentBaselineWh?: number;
            /**
             * @description Wh; in the direction ordered
             * @example 250
             */
            deliveredWh?: number;
            /**
             * @description Wh; that is paid
             * @example 250
             */
            settledWh?: number;
            /** @description EUR to the seller */
            amountEur?: number;
            order?: {
                sender: string;
                id: string;
                hash: string;
            };
            result?: {
                sender: string;
                id: string;
                hash: string;
            };
            /** @description Signed settlements of it */
            settlements: string[];
            disputes: {
                dispute: string;
                decision?: string;
                /** @enum {unknown} */
                outcome?: "upheld" | "rejected" | "withdrawn";
                settledEnergyWh?: number;
            }[];
            /** @description Path of its archive */
            dossier: string;
        };
        /** AllowedRanges */
        AllowedRanges: {
            /** @example IT002E00000001 */
            pod: string;
            /**
             * @description Kind of data
             * @enum {string}
             */
            dataSet: "measurements" | "aggregates" | "activations" | "set-points" | "settlements" | "baselines" | "forecasts" | "events" | "proofs" | "technical" | "personal" | "reads";
            /** @description What may be read */
            ranges: {
                /**
                 * @description ISO 8601 UTC with milliseconds
                 * @example 2026-02-01T00:00:00.000Z
                 */
                from: string;
                /**
                 * @description ISO 8601 UTC with milliseconds
                 * @example 2026-02-01T00:00:00.000Z
                 */
                until?: string;
            }[];
            /** @description Why */
            basis: ({
                /**
                 * @description ISO 8601 UTC with milliseconds
                 * @example 2026-02-01T00:00:00.000Z
                 */
                from: string;
                /**
                 * @description ISO 8601 UTC with milliseconds
                 * @example 2026-02-01T00:00:00.000Z
                 */
                until?: string;
            } & {
                [key: string]: unknown;
            })[];
            /** @description Why nothing may be read */
            refused?: string;
        };
        /** Binding */
        Binding: {
            /**
             * @description Chosen by who registers it, or made here; never names a person
             * @example holding-17
             */
            id: string;
            /**
             * @description Light Node
             * @example ln-7f3a
             */
            node: string;
            /**
             * @description PoD code
             * @example IT002E00000001
             */
            pod: string;
            /**
             * @description Meter
             * @example sdm630-1
             */
            meterId: string;
            /**
             * @description What the meter measures
             * @enum {string}
             */
            role: "exchange" | "production" | "storage" | "charger" | "load";
            /**
             * @description Key of the Light Node
             * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
             */
            key: string;
            /**
             * @description ISO 8601 UTC with milliseconds
             * @example 2026-02-01T00:00:00.000Z
             */
            from?: string;
            /**
             * @description ISO 8601 UTC with milliseconds
             * @example 2026-02-01T00:00:00.000Z
             */
            until?: string;
            /**
             * @description How far the registrar is
             * @enum {string}
             */
            status: "requested" | "bound" | "end-requested" | "ended" | "revocation-requested" | "revoked" | "failed";
            /**
             * @description ISO 8601 UTC with milliseconds
             * @example 2026-02-01T00:00:00.000Z
             */
            revokedAt?: string;
            /** @description Why the registrar could not do it */
            reason?: string;
            /**
             * @description Rises by 1 with each change; the ETag. In what is sent it stands for If-Match
             * @example 1
             */
            revision: number;
        };
        /** Change */
        Change: {
            /**
             * @description Number of the change in the journal
             * @example 12
             */
            position: number;
            /** @example holding */
            kind: string;
            /** @example holding-17 */
            id: string;
            /** @example 1 */
            revision: number;
            /**
             * @description ISO 8601 UTC with milliseconds
             * @example 2026-02-01T00:00:00.000Z
             */
            at: string;
            /** @description What it was after the change */
            document?: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /** Consent */
        Consent: {
            /**
             * @description Chosen by who registers it, or made here; never names a person
             * @example holding-17
             */
            id: string;
            /**
             * @description Id of a customer
             * @example rossi
             */
            customer?: string;
            /**
             * @description Id of a party
             * @example agg-1
             */
            party: string;
            /**
             * @description For example flexibility, settlement, research
             * @example flexibility
             */
            purpose: string;
            /**
             * @description Kinds of data; measurements bring their sums and proofs along
             * @example [
             *       "measurements",
             *       "activations"
             *     ]
             */
            dataSets: ("measurements" | "aggregates" | "activations" | "set-points" | "settlements" | "baselines" | "forecasts" | "events" | "proofs" | "technical" | "personal" | "reads")[];
            /**
             * @description PoDs, or `all` that the customer holds
             * @example all
             */
            pods: "all" | string[];
            /**
             * @description ISO 8601 UTC with milliseconds
             * @example 2026-02-01T00:00:00.000Z
             */
            from: string;
            /**
             * @description First instant behind it (from ≤ t < until); open where absent
             * @example 2027-02-01T00:00:00.000Z
             */
            until?: string;
            /** @description The customer signed on paper */
            paper?: {
                /**
                 * @description Where the DSO keeps the sheet
                 * @example archive-2026-0117
                 */
                reference: string;
                /** @example 2026-01-15 */
                signedOn: string;
            };
            /**
             * @description ISO 8601 UTC with milliseconds
             * @example 2026-02-01T00:00:00.000Z
             */
            grantedAt: string;
            /**
             * @description ISO 8601 UTC with milliseconds
             * @example 2026-02-01T00:00:00.000Z
             */
            revokedAt?: string;
            /**
             * @description Rises by 1 with each change; the ETag. In what is sent it stands for If-Match
             * @example 1
             */
            revision: number;
        };
        /** Contract */
        Contract: {
            /**
             * @description Chosen by who registers it, or made here; never names a person
             * @example holding-17
             */
            id: string;
            /** @description Parties to it */
            parties: string[];
            /** @description Flexible resources that take part */
            resources: string[];
            /**
             * @description Services
             * @example [
             *       "balancing"
             *     ]
             */
            services: ("congestion-management" | "voltage-control" | "balancing")[];
            /**
             * @description ISO 8601 UTC with milliseconds
             * @example 2026-02-01T00:00:00.000Z
             */
            from: string;
            /**
             * @description First instant behind it (from ≤ t < until); open where absent
             * @example 2027-02-01T00:00:00.000Z
             */
            until?: string;
            /**
             * @description Rises by 1 with each change; the ETag. In what is sent it stands for If-Match
             * @example 1
             */
            revision?: number;
        };
        /** Customer */
        Customer: {
            /**
             * @description Chosen by who registers it, or made here; never names a person
             * @example holding-17
             */
            id: string;
            /**
             * @description Kind of customer
             * @enum {string}
             */
            kind: "household" | "business" | "public";
            /**
             * @description Rises by 1 with each change; the ETag. In what is sent it stands for If-Match
             * @example 1
             */
            revision?: number;
        };
        /** DetailedError */
        DetailedError: {
            /** @example SCD_FORBIDDEN */
            code: string;
            message: string;
            /** @description Place in the body, or name of the parameter */
            field?: string;
            details?: {
                [key: string]: unknown;
            };
        };
        /** Erasure */
        Erasure: {
            /**
             * @description Chosen by who registers it, or made here; never names a person
             * @example holding-17
             */
            id: string;
            /**
             * @description Chosen by who registers it, or made here; never names a person
             * @example holding-17
             */
            holding: string;
            pod: string;
            customer: string;
            /**
             * @description ISO 8601 UTC with milliseconds
             * @example 2026-02-01T00:00:00.000Z
             */
            from: string;
            /**
             * @description ISO 8601 UTC with milliseconds
             * @example 2026-02-01T00:00:00.000Z
             */
            until: string;
            reason: string;
            /** @enum {unknown} */
            status: "requested" | "under-way" | "complete";
            /**
             * @description ISO 8601 UTC with milliseconds
             * @example 2026-02-01T00:00:00.000Z
             */
            requestedAt: string;
            /** @description Role of who asked for it */
            requestedBy: string;
            /**
             * @description ISO 8601 UTC with milliseconds
             * @example 2026-02-01T00:00:00.000Z
             */
            confirmedAt?: string;
            /**
             * @description ISO 8601 UTC with milliseconds
             * @example 2026-02-01T00:00:00.000Z
             */
            completedAt?: string;
            parts: {
                /** @description A part of the system that holds data */
                part: string;
                done: boolean;
                /**
                 * @description ISO 8601 UTC with milliseconds
                 * @example 2026-02-01T00:00:00.000Z
                 */
                at?: string;
                erased?: {
                    [key: string]: number;
                };
            }[];
            /** @description Number of the signed message in GET /v1/read-ledger that says so */
            message?: number;
        };
        /** ErasureRequest */
        ErasureRequest: {
            /**
             * @description Chosen by who registers it, or made here; never names a person
             * @example holding-17
             */
            holding: string;
            /**
             * @description Anchored as it is, so it may name nobody; customer-request where absent
             * @example customer-request
             */
            reason?: string;
        };
        /** Error */
        Error: {
            /** @example SCD_BAD_REQUEST */
            code: string;
            /** @description What was wrong, the value, what was expected */
            message: string;
        };
        /** FlexibleResource */
        FlexibleResource: {
            /**
             * @description Chosen by who registers it, or made here; never names a person
             * @example holding-17
             */
            id: string;
            /**
             * @description PoD code
             * @example IT002E00000001
             */
            pod: string;
            /**
             * @description For example battery, photovoltaic, ev-charger, heat-pump, load
             * @example battery
             */
            type: string;
            /**
             * @description W; power that it can shift
             * @example 4500
             */
            powerW: number;
            /**
             * @description Services
             * @example [
             *       "balancing"
             *     ]
             */
            services: ("congestion-management" | "voltage-control" | "balancing")[];
            /**
             * @description Rises by 1 with each change; the ETag. In what is sent it stands for If-Match
             * @example 1
             */
            revision?: number;
        };
        /** Forecast */
        Forecast: {
            /**
             * @description Chosen by who registers it, or made here; never names a person
             * @example holding-17
             */
            id: string;
            /**
             * @description PoD code
             * @example IT002E00000001
             */
            pod: string;
            /**
             * @description Id of a party
             * @example agg-1
             */
            party: string;
            /**
             * @description ISO 8601 UTC with milliseconds
             * @example 2026-02-01T00:00:00.000Z
             */
            issuedAt: string;
            /**
             * @description ISO 8601 UTC with milliseconds
             * @example 2026-02-01T00:00:00.000Z
             */
            from: string;
            /**
             * @description ISO 8601 UTC with milliseconds
             * @example 2026-02-01T00:00:00.000Z
             */
            until: string;
            /**
             * @description s
             * @example 900
             */
            periodS: number;
            /**
             * @description W, consumer sign, one for each period
             * @example [
             *       3100,
             *       3050.5,
             *       -120,
             *       2990
             *     ]
             */
            averagePowersW: number[];
            /**
             * @description Rises by 1 with each change; the ETag. In what is sent it stands for If-Match
             * @example 1
             */
            revision?: number;
        };
        /** Group */
        Group: {
            /**
             * @description Chosen by who registers it, or made here; never names a person
             * @example holding-17
             */
            id: string;
            /**
             * @description Name of the group
             * @example Control room
             */
            name: string;
            /**
             * @description Rises by 1 with each change; the ETag. In what is sent it stands for If-Match
             * @example 1
             */
            revision?: number;
        };
        /** Holding */
        Holding: {
            /**
             * @description Chosen by who registers it, or made here; never names a person
             * @example holding-17
             */
            id: string;
            /**
             * @description PoD code
             * @example IT002E00000001
             */
            pod: string;
            /**
             * @description Id of a customer
             * @example rossi
             */
            customer: string;
            /**
             * @description ISO 8601 UTC with milliseconds
             * @example 2026-02-01T00:00:00.000Z
             */
            from: string;
            /**
             * @description First instant behind it (from ≤ t < until); open where absent
             * @example 2027-02-01T00:00:00.000Z
             */
            until?: string;
            /**
             * @description Rises by 1 with each change; the ETag. In what is sent it stands for If-Match
             * @example 1
             */
            revision?: number;
        };
        /** KafkaError */
        KafkaError: {
            /**
             * @description Why it was refused
             * @example 40401
             */
            error_code?: number;
            message?: string;
        };
        /** LedgerMessage */
        LedgerMessage: {
            seq: number;
            /** @enum {unknown} */
            type: "read-ledger" | "erasure";
            /** @description Of the message */
            payloadHash: string;
            /** @description Of the message with its signature */
            messageHash: string;
            proof?: {
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
            /** @description Exactly as signed, while it is not anchored */
            payload?: string;
            signature?: string;
            /** @description Where its texts were erased: that an erasure names it */
            erased?: {
                /** @description Number of the message that says so */
                erasure?: number;
                leafIndex?: number;
                count?: number;
                proof?: string[];
            };
        };
        /** MonthSettlement */
        MonthSettlement: {
            month: string;
            zone: string;
            activations: components["schemas"]["ActivationSettlement"][];
            /** @description Activations of the PoDs looked at that the caller may not see; absent where one PoD is asked about of which he sees none */
            hidden?: number;
            /** @description `cursor` of the next page; absent on the last one */
            next?: string;
        };
        /** Party */
        Party: {
            /**
             * @description Id of a party
             * @example agg-1
             */
            id: string;
            /**
             * @description What it is
             * @enum {string}
             */
            role: "dso" | "tso" | "market" | "aggregator" | "research" | "other";
            /**
             * @description Name of the organisation
             * @example Aggregator One S.p.A.
             */
            name: string;
            /**
             * @description Address of the key that signs its statements
             * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
             */
            key?: string;
            /**
             * @description Rises by 1 with each change; the ETag. In what is sent it stands for If-Match
             * @example 1
             */
            revision?: number;
        };
        /** Person */
        Person: {
            /**
             * @description Subject (`sub`) of the person’s tokens; never names anybody
             * @example 6f0d5f5e-3f0c-4a53-9d0e-3a7c4c1d9b11
             */
            id: string;
            /**
             * @description What the person may do with views: an admin all, an editor changes his, a reader reads his
             * @enum {unknown}
             */
            role: "admin" | "editor" | "reader";
            /**
             * @description Whether he may do anything with views
             * @example true
             */
            isEnabled: boolean;
            /**
             * @description Groups that he is in
             * @example [
             *       "control-room"
             *     ]
             */
            groups: string[];
            /**
             * @description Rises by 1 with each change; the ETag. In what is sent it stands for If-Match
             * @example 1
             */
            revision?: number;
        };
        /** Pod */
        Pod: {
            /**
             * @description PoD code
             * @example IT002E00000001
             */
            id: string;
            /**
             * @description Municipality
             * @example Roma
             */
            municipality: string;
            /**
             * @description Province
             * @example RM
             */
            province: string;
            /**
             * @description Power class
             * @example 3-6 kW
             */
            powerClass: string;
            /**
             * @description W; contracted power
             * @example 4500
             */
            contractedPowerW: number;
            /**
             * @description Voltage level
             * @enum {string}
             */
            voltageLevel: "LV" | "MV";
            /**
             * @description Types of service
             * @example [
             *       "congestion-management"
             *     ]
             */
            serviceTypes: string[];
            /**
             * @description Degrees
             * @example 41.9
             */
            latitude?: number;
            /**
             * @description Degrees
             * @example 12.5
             */
            longitude?: number;
            /** @description Meters */
            meters: {
                /**
                 * @description Meter id
                 * @example sdm630-1
                 */
                id: string;
                /**
                 * @description What it measures
                 * @enum {string}
                 */
                role: "exchange" | "production" | "storage" | "charger" | "load";
                /**
                 * @description Meter profile
                 * @example sdm630
                 */
                profile?: string;
            }[];
            /**
             * @description Rises by 1 with each change; the ETag. In what is sent it stands for If-Match
             * @example 1
             */
            revision?: number;
        };
        /** Portfolio */
        Portfolio: {
            /**
             * @description Chosen by who registers it, or made here; never names a person
             * @example holding-17
             */
            id: string;
            /**
             * @description Id of a party
             * @example agg-1
             */
            aggregator: string;
            /**
             * @description PoD code
             * @example IT002E00000001
             */
            pod: string;
            /**
             * @description ISO 8601 UTC with milliseconds
             * @example 2026-02-01T00:00:00.000Z
             */
            from: string;
            /**
             * @description First instant behind it (from ≤ t < until); open where absent
             * @example 2027-02-01T00:00:00.000Z
             */
            until?: string;
            /**
             * @description Rises by 1 with each change; the ETag. In what is sent it stands for If-Match
             * @example 1
             */
            revision?: number;
        };
        /** Read */
        Read: {
            /** @description ISO 8601 UTC with milliseconds */
            at: string;
            client: string;
            /** @description The person, where a program acts for one */
            subject?: string;
            role: string;
            party?: string;
            customer?: string;
            purpose?: string;
            /** @description What opened it, where a consent did */
            consents: {
                id: string;
                /** @description POST there takes the consent back */
                revocation: string;
            }[];
            pod: string;
            dataSet: string;
            /** @description ISO 8601 UTC with milliseconds */
            from: string;
            /** @description ISO 8601 UTC with milliseconds */
            until: string;
            /** @description Records that were given */
            count: number;
            id: number;
            /**
             * @description Why it is pointed out
             * @enum {unknown}
             */
            unusual?: "new-reader" | "more-than-usual";
            /**
             * @description How far the signed message is that it stands in
             * @enum {unknown}
             */
            stage: "entered" | "signed" | "sealed" | "anchored";
            message?: {
                seq: number;
                /** @description Of the signed message */
                payloadHash: string;
                /** @description Where its proof file is */
                proof: string;
            };
        };
        /** RecordedStatement */
        RecordedStatement: {
            /** @example order */
            type: string;
            /**
             * @description Party that signed it
             * @example agg-1
             */
            sender: string;
            /**
             * @description Chosen by the sender
             * @example order-17
             */
            id: string;
            /**
             * @description Its number among all statements of the sender
             * @example 4
             */
            seq: number;
            /**
             * @description keccak256 of the payload
             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
             */
            payloadHash: string;
            /**
             * @description keccak256 of signature, line feed and payload
             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
             */
            messageHash: string;
            /**
             * @description How far it has come; `refused`: it is not in the log, and its number is free again
             * @enum {string}
             */
            stage: "accepted" | "sealed" | "anchored" | "refused";
            refused?: components["schemas"]["StatementRefused"];
            certificate?: components["schemas"]["StatementCertificate"];
        };
        /**
         * SignedMessage
         * @description A signed message
         * @example {
         *       "payload": "{\"v\":1,\"network\":\"rome-1\",\"type\":\"order\"}",
         *       "signature": "0x5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c"
         *     }
         */
        SignedMessage: {
            /** @description The exact text that was signed (formats 1 and 7) */
            payload: string;
            /** @description r, s, v by EIP-191 */
            signature: string;
        };
        /** Statement */
        Statement: {
            /** @example order */
            type: string;
            /**
             * @description Party that signed it
             * @example agg-1
             */
            sender: string;
            /**
             * @description Chosen by the sender
             * @example order-17
             */
            id: string;
            /**
             * @description Its number among all statements of the sender
             * @example 4
             */
            seq: number;
            /** @description The exact text that was signed */
            payload: string;
            /** @description r, s, v by EIP-191 */
            signature: string;
            /**
             * @description keccak256 of the payload
             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
             */
            payloadHash: string;
            /**
             * @description keccak256 of signature, line feed and payload
             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
             */
            messageHash: string;
            /**
             * @description ISO 8601 UTC with milliseconds
             * @example 2026-02-01T00:00:00.000Z
             */
            receivedAt: string;
            /**
             * @description How far it has come; `refused`: it is not in the log, and its number is free again
             * @enum {string}
             */
            stage: "accepted" | "sealed" | "anchored" | "refused";
            refused?: components["schemas"]["StatementRefused"];
            certificate?: components["schemas"]["StatementCertificate"];
        };
        /**
         * StatementCertificate
         * @description Absent before the batch was seen
         */
        StatementCertificate: {
            /**
             * @description Of the certified message
             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
             */
            payloadHash: string;
            /**
             * @description Of the certified message
             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
             */
            messageHash: string;
            /** @description Address that anchors the batch */
            anchorer: string;
            /**
             * @description Index of the batch
             * @example 12
             */
            batch: number;
            /**
             * @description ISO 8601 UTC with milliseconds
             * @example 2026-02-01T00:00:00.000Z
             */
            receivedAt: string;
            /** @description Transaction and block; absent before */
            anchor?: {
                [key: string]: unknown;
            };
            /**
             * @description Where its proof file is
             * @example /v1/orders/0x5c1f…/proof
             */
            proof: string;
        };
        /**
         * StatementRefused
         * @description Why the Blockchain Access Layer did not take it
         */
        StatementRefused: {
            /** @example key-revoked */
            reason: string;
            detail: string;
            /**
             * @description ISO 8601 UTC with milliseconds
             * @example 2026-02-01T00:00:00.000Z
             */
            at: string;
        };
        /** StreamEvent */
        StreamEvent: {
            /**
             * @description Where to go on: Last-Event-ID
             * @example measurements:0:10
             */
            id?: string;
            /**
             * @description The topic, `gap` or `end`
             * @example measurements
             */
            event?: string;
            /** @description JSON */
            data: string;
        };
        /** View */
        View: {
            /**
             * @description Chosen by who registers it, or made here; never names a person
             * @example holding-17
             */
            id: string;
            /**
             * @description Title
             * @example Rome, this week
             */
            title: string;
            /**
             * @description What it is for
             * @example For the morning round
             */
            about?: string;
            /** @description In reading order */
            panels: components["schemas"]["ViewPanel"][];
            /** @description Who is enabled for it. Where absent it stays as it is; of a new one, who makes it */
            people?: string[];
            /**
             * @description Groups whose people are enabled for it. Where absent it stays as it is
             * @example [
             *       "control-room"
             *     ]
             */
            groups?: string[];
            /**
             * @description Rises by 1 with each change; the ETag. In what is sent it stands for If-Match
             * @example 1
             */
            revision?: number;
        };
        /** ViewPanel */
        ViewPanel: {
            /**
             * @description How it is drawn
             * @enum {unknown}
             */
            kind: "graph" | "gauge" | "table" | "map";
            /**
             * @description Title
             * @example Withdrawal in Rome
             */
            title: string;
            /**
             * @description What it shows
             * @enum {unknown}
             */
            measure: "energyImportWh" | "energyExportWh" | "powerMeanW" | "completeness";
            /**
             * @description PoDs put together by this; or `pod`
             * @example municipality
             * @enum {unknown}
             */
            groupBy?: "service-type" | "municipality" | "power-class" | "set-point" | "aggregator";
            /** @description One PoD; or `groupBy` */
            pod?: string;
            /**
             * @description The last so many days
             * @example 7
             */
            days: number;
            /**
             * @description Width in twelfths of the page, 3 to 12
             * @example 6
             */
            columns: number;
            /**
             * @description Where a gauge is full, in the unit of the measure
             * @example 1
             */
            full?: number;
        };
        /** ViewRights */
        ViewRights: {
            /** @description Subject of the token: what an admin enables */
            person: string;
            /**
             * @description What the caller is among the people of views
             * @enum {string}
             */
            role: "admin" | "editor" | "reader" | "none";
            /** @description Groups that he is in */
            groups: string[];
            /** @description Whether he may make views */
            mayCreate: boolean;
            /** @description Whether he may keep people and groups, and enable them for views */
            mayEnable: boolean;
        };
    };
    responses: {
        /** @description ActivationDetail */
        ActivationDetail: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ActivationDetail"];
            };
        };
        /** @description AllowedRanges */
        AllowedRanges: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["AllowedRanges"];
            };
        };
        /** @description Binding */
        Binding: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Binding"];
            };
        };
        /** @description Consent */
        Consent: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Consent"];
            };
        };
        /** @description Contract */
        Contract: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Contract"];
            };
        };
        /** @description Customer */
        Customer: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Customer"];
            };
        };
        /** @description DetailedError */
        DetailedError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DetailedError"];
            };
        };
        /** @description Erasure */
        Erasure: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Erasure"];
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
        /** @description FlexibleResource */
        FlexibleResource: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["FlexibleResource"];
            };
        };
        /** @description Forecast */
        Forecast: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Forecast"];
            };
        };
        /** @description Group */
        Group: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Group"];
            };
        };
        /** @description Holding */
        Holding: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Holding"];
            };
        };
        /** @description KafkaError */
        KafkaError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/vnd.kafka.v2+json": components["schemas"]["KafkaError"];
                "application/json": components["schemas"]["KafkaError"];
            };
        };
        /** @description MonthSettlement */
        MonthSettlement: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["MonthSettlement"];
            };
        };
        /** @description Party */
        Party: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Party"];
            };
        };
        /** @description Person */
        Person: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Person"];
            };
        };
        /** @description Pod */
        Pod: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Pod"];
            };
        };
        /** @description Portfolio */
        Portfolio: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Portfolio"];
            };
        };
        /** @description RecordedStatement */
        RecordedStatement: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RecordedStatement"];
            };
        };
        /** @description Statement */
        Statement: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Statement"];
            };
        };
        /** @description View */
        View: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["View"];
            };
        };
        /** @description ViewRights */
        ViewRights: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ViewRights"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readings: {
        parameters: {
            query?: {
                /** @description First instant of the range; open where absent. An ISO 8601 time, or a UTC day */
                from?: string;
                /** @description First instant behind the range (from ≤ t < until); open where absent */
                until?: string;
                /** @description Only this meter */
                meter?: string;
                /** @description Where the page begins: `next` of the one before */
                cursor?: string;
                /** @description Most items of a page, 1 to 10000; 1000 where absent */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description PoD code; a 15th check character is dropped */
                pod: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Readings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        pod: string;
                        readings: {
                            /**
                             * Format: date-time
                             * @description The instant, or the end of the interval
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            at: string;
                            /** @description Length of the interval that ends at `at` */
                            periodS?: number;
                            /** @description measured, estimated, stale, clock-unsynced, backfilled, meter-error */
                            quality: string[];
                            values: {
                                /** @description W */
                                activePowerW?: number;
                                /** @description W */
                                activePowerL1W?: number;
                                /** @description W */
                                activePowerL2W?: number;
                                /** @description W */
                                activePowerL3W?: number;
                                /** @description var */
                                reactivePowerVar?: number;
                                /** @description var */
                                reactivePowerL1Var?: number;
                                /** @description var */
                                reactivePowerL2Var?: number;
                                /** @description var */
                                reactivePowerL3Var?: number;
                                /** @description VA */
                                apparentPowerVa?: number;
                                /** @description VA */
                                apparentPowerL1Va?: number;
                                /** @description VA */
                                apparentPowerL2Va?: number;
                                /** @description VA */
                                apparentPowerL3Va?: number;
                                /** @description 1 */
                                powerFactor?: number;
                                /** @description 1 */
                                powerFactorL1?: number;
                                /** @description 1 */
                                powerFactorL2?: number;
                                /** @description 1 */
                                powerFactorL3?: number;
                                /** @description Hz */
                                frequencyHz?: number;
                                /** @description V */
                                voltageL1V?: number;
                                /** @description V */
                                voltageL2V?: number;
                                /** @description V */
                                voltageL3V?: number;
                                /** @description A */
                                currentL1A?: number;
                                /** @description A */
                                currentL2A?: number;
                                /** @description A */
                                currentL3A?: number;
                                /** @description Wh, register */
                                energyImportWh?: number;
                                /** @description Wh, register */
                                energyExportWh?: number;
                                /** @description varh, register */
                                reactiveEnergyImportVarh?: number;
                                /** @description varh, register */
                                reactiveEnergyExportVarh?: number;
                                /** @description W */
                                quarterAveragePowerW?: number;
                                /** @description % */
                                stateOfChargePercent?: number;
                                tariffBand?: string;
                            };
                            meter: string;
                            /** @description exchange, production, storage, charger or load */
                            role?: string;
                            /** @description Light Node */
                            node: string;
                            /** @description The node's number of the packet */
                            seq: number;
                            /**
                             * @description sealed: signature and inclusion were checked; anchored: the chain was seen to hold the batch too
                             * @enum {unknown}
                             */
                            stage: "sealed" | "anchored";
                            certificate: {
                                /**
                                 * @description keccak256 of the payload: the packet
                                 * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                                 */
                                payloadHash: string;
                                /**
                                 * @description keccak256 of signature, line feed and payload
                                 * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                                 */
                                messageHash: string;
                                /**
                                 * @description Who sealed the batch
                                 * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
                                 */
                                anchorer: string;
                                /** @description Index of the batch, per anchorer */
                                batch: number;
                                /**
                                 * Format: date-time
                                 * @description When the Blockchain Access Layer received the packet
                                 * @example 2026-02-01T10:15:00.000Z
                                 */
                                receivedAt: string;
                                anchor?: {
                                    chainId: number;
                                    /**
                                     * @description Anchor contract
                                     * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
                                     */
                                    contract: string;
                                    /**
                                     * @description Transaction that anchored the batch
                                     * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                                     */
                                    txHash: string;
                                    blockNumber: number;
                                    /**
                                     * @description Its block
                                     * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                                     */
                                    blockHash: string;
                                    /**
                                     * Format: date-time
                                     * @description Time of the block
                                     * @example 2026-02-01T10:15:00.000Z
                                     */
                                    blockTime: string;
                                };
                                /** @description Where the proof file is, once anchored */
                                proof: string;
                            };
                        }[];
                        /** @description Parts of the range that the caller may not read; absent where there are none */
                        withheld?: {
                            /**
                             * Format: date-time
                             * @description First instant
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            from: string;
                            /**
                             * Format: date-time
                             * @description The first one after
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            until: string;
                        }[];
                        /** @description Whole UTC days of the range that are in the archive and not, or not all, in this answer; also in the header Access-Layer-Archived. POST /v1/archive/restores brings them back. Absent where there are none */
                        archived?: {
                            /**
                             * Format: date-time
                             * @description First instant
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            from: string;
                            /**
                             * Format: date-time
                             * @description The first one after
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            until: string;
                        }[];
                        /** @description `next` of an earlier answer; absent on the last page */
                        next?: string;
                    };
                    "application/x-ndjson": {
                        /**
                         * Format: date-time
                         * @description The instant, or the end of the interval
                         * @example 2026-02-01T10:15:00.000Z
                         */
                        at: string;
                        /** @description Length of the interval that ends at `at` */
                        periodS?: number;
                        /** @description measured, estimated, stale, clock-unsynced, backfilled, meter-error */
                        quality: string[];
                        values: {
                            /** @description W */
                            activePowerW?: number;
                            /** @description W */
                            activePowerL1W?: number;
                            /** @description W */
                            activePowerL2W?: number;
                            /** @description W */
                            activePowerL3W?: number;
                            /** @description var */
                            reactivePowerVar?: number;
                            /** @description var */
                            reactivePowerL1Var?: number;
                            /** @description var */
                            reactivePowerL2Var?: number;
                            /** @description var */
                            reactivePowerL3Var?: number;
                            /** @description VA */
                            apparentPowerVa?: number;
                            /** @description VA */
                            apparentPowerL1Va?: number;
                            /** @description VA */
                            apparentPowerL2Va?: number;
                            /** @description VA */
                            apparentPowerL3Va?: number;
                            /** @description 1 */
                            powerFactor?: number;
                            /** @description 1 */
                            powerFactorL1?: number;
                            /** @description 1 */
                            powerFactorL2?: number;
                            /** @description 1 */
                            powerFactorL3?: number;
                            /** @description Hz */
                            frequencyHz?: number;
                            /** @description V */
                            voltageL1V?: number;
                            /** @description V */
                            voltageL2V?: number;
                            /** @description V */
                            voltageL3V?: number;
                            /** @description A */
                            currentL1A?: number;
                            /** @description A */
                            currentL2A?: number;
                            /** @description A */
                            currentL3A?: number;
                            /** @description Wh, register */
                            energyImportWh?: number;
                            /** @description Wh, register */
                            energyExportWh?: number;
                            /** @description varh, register */
                            reactiveEnergyImportVarh?: number;
                            /** @description varh, register */
                            reactiveEnergyExportVarh?: number;
                            /** @description W */
                            quarterAveragePowerW?: number;
                            /** @description % */
                            stateOfChargePercent?: number;
                            tariffBand?: string;
                        };
                        meter: string;
                        /** @description exchange, production, storage, charger or load */
                        role?: string;
                        /** @description Light Node */
                        node: string;
                        /** @description The node's number of the packet */
                        seq: number;
                        /**
                         * @description sealed: signature and inclusion were checked; anchored: the chain was seen to hold the batch too
                         * @enum {unknown}
                         */
                        stage: "sealed" | "anchored";
                        certificate: {
                            /**
                             * @description keccak256 of the payload: the packet
                             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                             */
                            payloadHash: string;
                            /**
                             * @description keccak256 of signature, line feed and payload
                             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                             */
                            messageHash: string;
                            /**
                             * @description Who sealed the batch
                             * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
                             */
                            anchorer: string;
                            /** @description Index of the batch, per anchorer */
                            batch: number;
                            /**
                             * Format: date-time
                             * @description When the Blockchain Access Layer received the packet
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            receivedAt: string;
                            anchor?: {
                                chainId: number;
                                /**
                                 * @description Anchor contract
                                 * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
                                 */
                                contract: string;
                                /**
                                 * @description Transaction that anchored the batch
                                 * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                                 */
                                txHash: string;
                                blockNumber: number;
                                /**
                                 * @description Its block
                                 * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                                 */
                                blockHash: string;
                                /**
                                 * Format: date-time
                                 * @description Time of the block
                                 * @example 2026-02-01T10:15:00.000Z
                                 */
                                blockTime: string;
                            };
                            /** @description Where the proof file is, once anchored */
                            proof: string;
                        };
                    };
                    "text/csv": string;
                    "application/vnd.apache.parquet": string;
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
            406: components["responses"]["Error"];
            414: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    aggregates: {
        parameters: {
            query: {
                /** @description An instant of the first interval, which counts whole: an ISO 8601 time, or a UTC day */
                from: string;
                /** @description First instant behind the range (from ≤ t < until), at most ten years after `from` */
                until: string;
                /** @description Length of an interval */
                step: "15min" | "hour" | "day" | "month";
                /** @description IANA time zone of hours, days and months; Europe/Rome where absent */
                zone?: string;
                /** @description Role of the meters; exchange where absent */
                role?: string;
                /** @description What it is read for: then only consents for it open anything */
                purpose?: string;
                /** @description Where the page begins: `next` of the one before */
                cursor?: string;
                /** @description Most intervals of a page, 1 to 3000; of groups a page may have fewer */
                limit?: number;
                /** @description Only this meter, whatever its role */
                meter?: string;
            };
            header?: never;
            path: {
                /** @description PoD code; a 15th check character is dropped */
                pod: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Aggregates in the order of pages, meters and intervals */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example IT001E00000001 */
                        pod: string;
                        /** @example Europe/Rome */
                        zone: string;
                        /** @enum {unknown} */
                        step: "15min" | "hour" | "day" | "month";
                        intervals: {
                            /**
                             * @description PoD code
                             * @example IT001E00000001
                             */
                            pod: string;
                            /** @example meter-1 */
                            meter: string;
                            /** @example exchange */
                            role: string;
                            /**
                             * Format: date-time
                             * @description First instant of the interval
                             * @example 2026-02-01T23:00:00.000Z
                             */
                            from: string;
                            /**
                             * Format: date-time
                             * @description First instant behind it
                             * @example 2026-02-02T23:00:00.000Z
                             */
                            until: string;
                            /**
                             * @description What the register of energy from the grid counted in the interval, in Wh; absent where nobody knows
                             * @example 8640
                             */
                            energyImportWh?: number;
                            /**
                             * @description The same of energy into the grid, in Wh
                             * @example 0
                             */
                            energyExportWh?: number;
                            /**
                             * @description Lowest instantaneous power read, in W
                             * @example -120.5
                             */
                            powerMinW?: number;
                            /**
                             * @description Mean of the instantaneous powers read, in W; not what energy is made from
                             * @example 360.25
                             */
                            powerMeanW?: number;
                            /**
                             * @description Highest instantaneous power read, in W
                             * @example 2900
                             */
                            powerMaxW?: number;
                            /**
                             * @description Readings in the interval
                             * @example 8640
                             */
                            readings: number;
                            /**
                             * @description Quarter-hours of the interval that the caller may see (of all meters)
                             * @example 96
                             */
                            quartersExpected: number;
                            /**
                             * @description Those of them of which there is a reading
                             * @example 95
                             */
                            quartersCovered: number;
                            /**
                             * @description Quarter-hours that the caller may not see
                             * @example 0
                             */
                            quartersHidden: number;
                            /**
                             * @description Covered through expected
                             * @example 0.9895833333333334
                             */
                            completeness: number;
                            /**
                             * @description Every quality that some reading had, with a space between them
                             * @example measured
                             */
                            quality: string;
                            /**
                             * @description How the register is known at the beginning and at the end: read, interpolated or missing
                             * @example read interpolated
                             */
                            importBorders?: string;
                            /**
                             * @description Steps downward (a reset, another meter), for which nothing counts
                             * @example 0
                             */
                            importFalls?: number;
                            /**
                             * @description Readings more than 16 minutes apart, across which the difference counts
                             * @example 0
                             */
                            importGaps?: number;
                            /**
                             * @description How the register is known at the beginning and at the end: read, interpolated or missing
                             * @example read interpolated
                             */
                            exportBorders?: string;
                            /**
                             * @description Steps downward (a reset, another meter), for which nothing counts
                             * @example 0
                             */
                            exportFalls?: number;
                            /**
                             * @description Readings more than 16 minutes apart, across which the difference counts
                             * @example 0
                             */
                            exportGaps?: number;
                        }[];
                        /** @description Parts of the range that the caller may not see */
                        withheld?: {
                            /**
                             * Format: date-time
                             * @description First instant of the interval
                             * @example 2026-02-01T23:00:00.000Z
                             */
                            from: string;
                            /**
                             * Format: date-time
                             * @description First instant behind it
                             * @example 2026-02-02T23:00:00.000Z
                             */
                            until: string;
                        }[];
                        /** @description Whole UTC days of the range that are in the archive and not, or not all, in this answer; also in the header Access-Layer-Archived. POST /v1/archive/restores brings them back. Absent where there are none */
                        archived?: {
                            /**
                             * Format: date-time
                             * @description First instant
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            from: string;
                            /**
                             * Format: date-time
                             * @description The first one after
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            until: string;
                        }[];
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                    "application/x-ndjson": {
                        /**
                         * @description PoD code
                         * @example IT001E00000001
                         */
                        pod: string;
                        /** @example meter-1 */
                        meter: string;
                        /** @example exchange */
                        role: string;
                        /**
                         * Format: date-time
                         * @description First instant of the interval
                         * @example 2026-02-01T23:00:00.000Z
                         */
                        from: string;
                        /**
                         * Format: date-time
                         * @description First instant behind it
                         * @example 2026-02-02T23:00:00.000Z
                         */
                        until: string;
                        /**
                         * @description What the register of energy from the grid counted in the interval, in Wh; absent where nobody knows
                         * @example 8640
                         */
                        energyImportWh?: number;
                        /**
                         * @description The same of energy into the grid, in Wh
                         * @example 0
                         */
                        energyExportWh?: number;
                        /**
                         * @description Lowest instantaneous power read, in W
                         * @example -120.5
                         */
                        powerMinW?: number;
                        /**
                         * @description Mean of the instantaneous powers read, in W; not what energy is made from
                         * @example 360.25
                         */
                        powerMeanW?: number;
                        /**
                         * @description Highest instantaneous power read, in W
                         * @example 2900
                         */
                        powerMaxW?: number;
                        /**
                         * @description Readings in the interval
                         * @example 8640
                         */
                        readings: number;
                        /**
                         * @description Quarter-hours of the interval that the caller may see (of all meters)
                         * @example 96
                         */
                        quartersExpected: number;
                        /**
                         * @description Those of them of which there is a reading
                         * @example 95
                         */
                        quartersCovered: number;
                        /**
                         * @description Quarter-hours that the caller may not see
                         * @example 0
                         */
                        quartersHidden: number;
                        /**
                         * @description Covered through expected
                         * @example 0.9895833333333334
                         */
                        completeness: number;
                        /**
                         * @description Every quality that some reading had, with a space between them
                         * @example measured
                         */
                        quality: string;
                        /**
                         * @description How the register is known at the beginning and at the end: read, interpolated or missing
                         * @example read interpolated
                         */
                        importBorders?: string;
                        /**
                         * @description Steps downward (a reset, another meter), for which nothing counts
                         * @example 0
                         */
                        importFalls?: number;
                        /**
                         * @description Readings more than 16 minutes apart, across which the difference counts
                         * @example 0
                         */
                        importGaps?: number;
                        /**
                         * @description How the register is known at the beginning and at the end: read, interpolated or missing
                         * @example read interpolated
                         */
                        exportBorders?: string;
                        /**
                         * @description Steps downward (a reset, another meter), for which nothing counts
                         * @example 0
                         */
                        exportFalls?: number;
                        /**
                         * @description Readings more than 16 minutes apart, across which the difference counts
                         * @example 0
                         */
                        exportGaps?: number;
                    };
                    "text/csv": string;
                    "application/vnd.apache.parquet": string;
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
            406: components["responses"]["Error"];
            414: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "group-aggregates": {
        parameters: {
            query: {
                /** @description An instant of the first interval, which counts whole: an ISO 8601 time, or a UTC day */
                from: string;
                /** @description First instant behind the range (from ≤ t < until), at most ten years after `from` */
                until: string;
                /** @description Length of an interval */
                step: "15min" | "hour" | "day" | "month";
                /** @description IANA time zone of hours, days and months; Europe/Rome where absent */
                zone?: string;
                /** @description Role of the meters; exchange where absent */
                role?: string;
                /** @description What it is read for: then only consents for it open anything */
                purpose?: string;
                /** @description Where the page begins: `next` of the one before */
                cursor?: string;
                /** @description Most intervals of a page, 1 to 3000; of groups a page may have fewer */
                limit?: number;
                /** @description What PoDs are put together by */
                groupBy: "service-type" | "municipality" | "power-class" | "set-point" | "aggregator";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Aggregates in the order of pages, groups and intervals */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        groupBy: "service-type" | "municipality" | "power-class" | "set-point" | "aggregator";
                        /** @example Europe/Rome */
                        zone: string;
                        /** @enum {unknown} */
                        step: "15min" | "hour" | "day" | "month";
                        /**
                         * @description PoDs of which the caller may see something of the range
                         * @example 980
                         */
                        pods: number;
                        /**
                         * @description PoDs of which the caller may see nothing of the range: they are in no sum
                         * @example 20
                         */
                        hiddenPods: number;
                        cells: {
                            /**
                             * @description Value of what PoDs are put together by
                             * @example Roma
                             */
                            group: string;
                            /**
                             * Format: date-time
                             * @description First instant of the interval
                             * @example 2026-02-01T23:00:00.000Z
                             */
                            from: string;
                            /**
                             * Format: date-time
                             * @description First instant behind it
                             * @example 2026-02-02T23:00:00.000Z
                             */
                            until: string;
                            /** @description Why the cell is not shown; then it has nothing but its place */
                            suppressed?: string;
                            /**
                             * @description PoDs with readings in the interval
                             * @example 120
                             */
                            pods?: number;
                            /**
                             * @description Meters with readings in it
                             * @example 120
                             */
                            meters?: number;
                            /**
                             * @description What the register of energy from the grid counted in the interval, in Wh; absent where nobody knows
                             * @example 8640
                             */
                            energyImportWh?: number;
                            /**
                             * @description The same of energy into the grid, in Wh
                             * @example 0
                             */
                            energyExportWh?: number;
                            /**
                             * @description Sum over the meters of the mean of their powers, in W
                             * @example 43210.5
                             */
                            powerMeanW?: number;
                            /**
                             * @description Quarter-hours of the interval that the caller may see (of all meters)
                             * @example 96
                             */
                            quartersExpected?: number;
                            /**
                             * @description Those of them of which there is a reading
                             * @example 95
                             */
                            quartersCovered?: number;
                            /**
                             * @description Quarter-hours that the caller may not see
                             * @example 0
                             */
                            quartersHidden?: number;
                            /**
                             * @description Covered through expected
                             * @example 0.9895833333333334
                             */
                            completeness?: number;
                            /**
                             * @description Every quality that some reading had, with a space between them
                             * @example measured
                             */
                            quality?: string;
                            /**
                             * @description Registers that were read at both borders, without fall and gap
                             * @example 230
                             */
                            completeRegisters?: number;
                            /**
                             * @description Borders between two readings
                             * @example 10
                             */
                            interpolatedBorders?: number;
                            /**
                             * @description Borders at which nobody knows the register
                             * @example 0
                             */
                            missingBorders?: number;
                            /**
                             * @description Steps downward
                             * @example 0
                             */
                            falls?: number;
                            /**
                             * @description Readings more than 16 minutes apart
                             * @example 0
                             */
                            gaps?: number;
                        }[];
                        /** @description Whole UTC days of the range that are in the archive and not, or not all, in this answer; also in the header Access-Layer-Archived. POST /v1/archive/restores brings them back. Absent where there are none */
                        archived?: {
                            /**
                             * Format: date-time
                             * @description First instant
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            from: string;
                            /**
                             * Format: date-time
                             * @description The first one after
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            until: string;
                        }[];
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                    "application/x-ndjson": {
                        /**
                         * @description Value of what PoDs are put together by
                         * @example Roma
                         */
                        group: string;
                        /**
                         * Format: date-time
                         * @description First instant of the interval
                         * @example 2026-02-01T23:00:00.000Z
                         */
                        from: string;
                        /**
                         * Format: date-time
                         * @description First instant behind it
                         * @example 2026-02-02T23:00:00.000Z
                         */
                        until: string;
                        /** @description Why the cell is not shown; then it has nothing but its place */
                        suppressed?: string;
                        /**
                         * @description PoDs with readings in the interval
                         * @example 120
                         */
                        pods?: number;
                        /**
                         * @description Meters with readings in it
                         * @example 120
                         */
                        meters?: number;
                        /**
                         * @description What the register of energy from the grid counted in the interval, in Wh; absent where nobody knows
                         * @example 8640
                         */
                        energyImportWh?: number;
                        /**
                         * @description The same of energy into the grid, in Wh
                         * @example 0
                         */
                        energyExportWh?: number;
                        /**
                         * @description Sum over the meters of the mean of their powers, in W
                         * @example 43210.5
                         */
                        powerMeanW?: number;
                        /**
                         * @description Quarter-hours of the interval that the caller may see (of all meters)
                         * @example 96
                         */
                        quartersExpected?: number;
                        /**
                         * @description Those of them of which there is a reading
                         * @example 95
                         */
                        quartersCovered?: number;
                        /**
                         * @description Quarter-hours that the caller may not see
                         * @example 0
                         */
                        quartersHidden?: number;
                        /**
                         * @description Covered through expected
                         * @example 0.9895833333333334
                         */
                        completeness?: number;
                        /**
                         * @description Every quality that some reading had, with a space between them
                         * @example measured
                         */
                        quality?: string;
                        /**
                         * @description Registers that were read at both borders, without fall and gap
                         * @example 230
                         */
                        completeRegisters?: number;
                        /**
                         * @description Borders between two readings
                         * @example 10
                         */
                        interpolatedBorders?: number;
                        /**
                         * @description Borders at which nobody knows the register
                         * @example 0
                         */
                        missingBorders?: number;
                        /**
                         * @description Steps downward
                         * @example 0
                         */
                        falls?: number;
                        /**
                         * @description Readings more than 16 minutes apart
                         * @example 0
                         */
                        gaps?: number;
                    };
                    "text/csv": string;
                    "application/vnd.apache.parquet": string;
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
            406: components["responses"]["Error"];
            414: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    proof: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description payloadHash or messageHash: 0x and 64 lower-case hexadecimal digits */
                hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A *.proof.json file */
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
    packet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description payloadHash or messageHash: 0x and 64 lower-case hexadecimal digits */
                hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The packet */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        pod: string;
                        type: string;
                        /**
                         * Format: date-time
                         * @description First instant that it speaks of
                         * @example 2026-02-01T10:15:00.000Z
                         */
                        from: string;
                        /**
                         * Format: date-time
                         * @description Last instant that it speaks of
                         * @example 2026-02-01T10:15:00.000Z
                         */
                        to: string;
                        /**
                         * Format: date-time
                         * @description When the node signed
                         * @example 2026-02-01T10:15:00.000Z
                         */
                        signedAt: string;
                        /** @description Exactly the signed text */
                        payload: string;
                        /** @description r, s, v */
                        signature: string;
                        meter: string;
                        /** @description exchange, production, storage, charger or load */
                        role?: string;
                        /** @description Light Node */
                        node: string;
                        /** @description The node's number of the packet */
                        seq: number;
                        /**
                         * @description sealed: signature and inclusion were checked; anchored: the chain was seen to hold the batch too
                         * @enum {unknown}
                         */
                        stage: "sealed" | "anchored";
                        certificate: {
                            /**
                             * @description keccak256 of the payload: the packet
                             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                             */
                            payloadHash: string;
                            /**
                             * @description keccak256 of signature, line feed and payload
                             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                             */
                            messageHash: string;
                            /**
                             * @description Who sealed the batch
                             * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
                             */
                            anchorer: string;
                            /** @description Index of the batch, per anchorer */
                            batch: number;
                            /**
                             * Format: date-time
                             * @description When the Blockchain Access Layer received the packet
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            receivedAt: string;
                            anchor?: {
                                chainId: number;
                                /**
                                 * @description Anchor contract
                                 * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
                                 */
                                contract: string;
                                /**
                                 * @description Transaction that anchored the batch
                                 * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                                 */
                                txHash: string;
                                blockNumber: number;
                                /**
                                 * @description Its block
                                 * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                                 */
                                blockHash: string;
                                /**
                                 * Format: date-time
                                 * @description Time of the block
                                 * @example 2026-02-01T10:15:00.000Z
                                 */
                                blockTime: string;
                            };
                            /** @description Where the proof file is, once anchored */
                            proof: string;
                        };
                    };
                    "text/plain": string;
                };
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            406: components["responses"]["Error"];
            414: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    packets: {
        parameters: {
            query?: {
                /** @description First instant of the range; open where absent. An ISO 8601 time, or a UTC day */
                from?: string;
                /** @description First instant behind the range (from ≤ t < until); open where absent */
                until?: string;
                /** @description Only this type */
                type?: "measurement" | "activation" | "event" | "key-rotation";
                /** @description Where the page begins: `next` of the one before */
                cursor?: string;
                /** @description Most items of a page, 1 to 10000; 1000 where absent */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description PoD code; a 15th check character is dropped */
                pod: string;
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
                        pod: string;
                        packets: {
                            pod: string;
                            type: string;
                            /**
                             * Format: date-time
                             * @description First instant that it speaks of
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            from: string;
                            /**
                             * Format: date-time
                             * @description Last instant that it speaks of
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            to: string;
                            /**
                             * Format: date-time
                             * @description When the node signed
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            signedAt: string;
                            /** @description Exactly the signed text */
                            payload: string;
                            /** @description r, s, v */
                            signature: string;
                            meter: string;
                            /** @description exchange, production, storage, charger or load */
                            role?: string;
                            /** @description Light Node */
                            node: string;
                            /** @description The node's number of the packet */
                            seq: number;
                            /**
                             * @description sealed: signature and inclusion were checked; anchored: the chain was seen to hold the batch too
                             * @enum {unknown}
                             */
                            stage: "sealed" | "anchored";
                            certificate: {
                                /**
                                 * @description keccak256 of the payload: the packet
                                 * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                                 */
                                payloadHash: string;
                                /**
                                 * @description keccak256 of signature, line feed and payload
                                 * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                                 */
                                messageHash: string;
                                /**
                                 * @description Who sealed the batch
                                 * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
                                 */
                                anchorer: string;
                                /** @description Index of the batch, per anchorer */
                                batch: number;
                                /**
                                 * Format: date-time
                                 * @description When the Blockchain Access Layer received the packet
                                 * @example 2026-02-01T10:15:00.000Z
                                 */
                                receivedAt: string;
                                anchor?: {
                                    chainId: number;
                                    /**
                                     * @description Anchor contract
                                     * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
                                     */
                                    contract: string;
                                    /**
                                     * @description Transaction that anchored the batch
                                     * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                                     */
                                    txHash: string;
                                    blockNumber: number;
                                    /**
                                     * @description Its block
                                     * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                                     */
                                    blockHash: string;
                                    /**
                                     * Format: date-time
                                     * @description Time of the block
                                     * @example 2026-02-01T10:15:00.000Z
                                     */
                                    blockTime: string;
                                };
                                /** @description Where the proof file is, once anchored */
                                proof: string;
                            };
                        }[];
                        /** @description How many that fit the question the caller may not see, of those looked at */
                        hidden: number;
                        /** @description Whole UTC days of the range that are in the archive and not, or not all, in this answer; also in the header Access-Layer-Archived. POST /v1/archive/restores brings them back. Absent where there are none */
                        archived?: {
                            /**
                             * Format: date-time
                             * @description First instant
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            from: string;
                            /**
                             * Format: date-time
                             * @description The first one after
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            until: string;
                        }[];
                        /** @description `next` of an earlier answer; absent on the last page */
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
    "pod-set-points": {
        parameters: {
            query?: {
                /** @description First instant of the range; open where absent. An ISO 8601 time, or a UTC day */
                from?: string;
                /** @description First instant behind the range (from ≤ t < until); open where absent */
                until?: string;
                /** @description Where the page begins: `next` of the one before */
                cursor?: string;
                /** @description Most items of a page, 1 to 10000; 1000 where absent */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description PoD code; a 15th check character is dropped */
                pod: string;
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
                        pod: string;
                        setPoints: {
                            /** @example 01KF2Z3M4N5P6Q7R8S9TABCDEF */
                            id: string;
                            pod: string;
                            /** @description Light Node */
                            node: string;
                            /** @description Rising number of the PoD */
                            seq: number;
                            /** @enum {unknown} */
                            service: "congestion-management" | "voltage-control" | "balancing";
                            /** @enum {unknown} */
                            mode: "limit-import" | "limit-export" | "target" | "resume";
                            /**
                             * @description Limit or target, positive from the grid into the installation
                             * @example 3000
                             */
                            valueW?: number;
                            /**
                             * Format: date-time
                             * @description When it begins
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            from: string;
                            /**
                             * Format: date-time
                             * @description When it ends
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            until: string;
                            /**
                             * Format: date-time
                             * @description When the DSO signed
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            issuedAt: string;
                            /**
                             * Format: date-time
                             * @description Until when it may wait for its node
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            expiresAt: string;
                            /** @description The market order it fulfils */
                            order?: string;
                            /** @description Exactly the signed text */
                            payload: string;
                            /** @description r, s, v */
                            signature: string;
                            /** @description Key of the DSO Technical Platform */
                            signer: string;
                            /**
                             * @description sealed: signature and inclusion were checked; anchored: the chain was seen to hold the batch too
                             * @enum {unknown}
                             */
                            stage: "sealed" | "anchored";
                            certificate: {
                                /**
                                 * @description keccak256 of the payload: the packet
                                 * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                                 */
                                payloadHash: string;
                                /**
                                 * @description keccak256 of signature, line feed and payload
                                 * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                                 */
                                messageHash: string;
                                /**
                                 * @description Who sealed the batch
                                 * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
                                 */
                                anchorer: string;
                                /** @description Index of the batch, per anchorer */
                                batch: number;
                                /**
                                 * Format: date-time
                                 * @description When the Blockchain Access Layer received the packet
                                 * @example 2026-02-01T10:15:00.000Z
                                 */
                                receivedAt: string;
                                anchor?: {
                                    chainId: number;
                                    /**
                                     * @description Anchor contract
                                     * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
                                     */
                                    contract: string;
                                    /**
                                     * @description Transaction that anchored the batch
                                     * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                                     */
                                    txHash: string;
                                    blockNumber: number;
                                    /**
                                     * @description Its block
                                     * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                                     */
                                    blockHash: string;
                                    /**
                                     * Format: date-time
                                     * @description Time of the block
                                     * @example 2026-02-01T10:15:00.000Z
                                     */
                                    blockTime: string;
                                };
                                /** @description Where the proof file is, once anchored */
                                proof: string;
                            };
                        }[];
                        /** @description How many that fit the question the caller may not see, of those looked at */
                        hidden: number;
                        /** @description `cursor` of the next page; absent on the last one */
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
    "set-point-proof": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description PoD code; a 15th check character is dropped */
                pod: string;
                /** @description The PoD's number of the set-point */
                seq: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A *.proof.json file */
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
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            414: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    activations: {
        parameters: {
            query?: {
                /** @description First instant of the range; open where absent. An ISO 8601 time, or a UTC day */
                from?: string;
                /** @description First instant behind the range (from ≤ t < until); open where absent */
                until?: string;
                /** @description Where the page begins: `next` of the one before */
                cursor?: string;
                /** @description Most items of a page, 1 to 10000; 1000 where absent */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description PoD code; a 15th check character is dropped */
                pod: string;
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
                        pod: string;
                        activations: {
                            pod: string;
                            type: string;
                            /**
                             * Format: date-time
                             * @description First instant that it speaks of
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            from: string;
                            /**
                             * Format: date-time
                             * @description Last instant that it speaks of
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            to: string;
                            /**
                             * Format: date-time
                             * @description When the node signed
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            signedAt: string;
                            /** @description Exactly the signed text */
                            payload: string;
                            /** @description r, s, v */
                            signature: string;
                            meter: string;
                            /** @description exchange, production, storage, charger or load */
                            role?: string;
                            /** @description Light Node */
                            node: string;
                            /** @description The node's number of the packet */
                            seq: number;
                            /**
                             * @description sealed: signature and inclusion were checked; anchored: the chain was seen to hold the batch too
                             * @enum {unknown}
                             */
                            stage: "sealed" | "anchored";
                            certificate: {
                                /**
                                 * @description keccak256 of the payload: the packet
                                 * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                                 */
                                payloadHash: string;
                                /**
                                 * @description keccak256 of signature, line feed and payload
                                 * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                                 */
                                messageHash: string;
                                /**
                                 * @description Who sealed the batch
                                 * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
                                 */
                                anchorer: string;
                                /** @description Index of the batch, per anchorer */
                                batch: number;
                                /**
                                 * Format: date-time
                                 * @description When the Blockchain Access Layer received the packet
                                 * @example 2026-02-01T10:15:00.000Z
                                 */
                                receivedAt: string;
                                anchor?: {
                                    chainId: number;
                                    /**
                                     * @description Anchor contract
                                     * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
                                     */
                                    contract: string;
                                    /**
                                     * @description Transaction that anchored the batch
                                     * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                                     */
                                    txHash: string;
                                    blockNumber: number;
                                    /**
                                     * @description Its block
                                     * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                                     */
                                    blockHash: string;
                                    /**
                                     * Format: date-time
                                     * @description Time of the block
                                     * @example 2026-02-01T10:15:00.000Z
                                     */
                                    blockTime: string;
                                };
                                /** @description Where the proof file is, once anchored */
                                proof: string;
                            };
                            /** @description Id of the set-point */
                            setPoint: string;
                            /** @description Its messageHash */
                            setPointHash: string;
                            /** @enum {unknown} */
                            status: "received" | "applied" | "refused" | "expired" | "failed" | "completed";
                            /** @description Why; `checked` and `held` are stages */
                            reason?: string;
                            ems?: {
                                id: string;
                                protocol: string;
                            };
                            /**
                             * @description What the device was told
                             * @example 3000
                             */
                            commandedW?: number;
                            /**
                             * @description What the meter showed then
                             * @example 3000
                             */
                            measuredW?: number;
                            /**
                             * Format: date-time
                             * @description When it was so
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            at: string;
                        }[];
                        /** @description How many that fit the question the caller may not see, of those looked at */
                        hidden: number;
                        /** @description `cursor` of the next page; absent on the last one */
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
    proofs: {
        parameters: {
            query?: {
                /** @description First instant of the range; open where absent. An ISO 8601 time, or a UTC day */
                from?: string;
                /** @description First instant behind the range (from ≤ t < until); open where absent */
                until?: string;
                /** @description Only this type */
                type?: "measurement" | "activation" | "event" | "key-rotation";
                /** @description Where the page begins: `next` of the one before */
                cursor?: string;
                /** @description Most items of a page, 1 to 10000; 1000 where absent */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description PoD code; a 15th check character is dropped */
                pod: string;
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
                        pod: string;
                        proofs: {
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
                        }[];
                        unproven: {
                            payloadHash: string;
                            node: string;
                            seq: number;
                            /**
                             * Format: date-time
                             * @description First instant that the packet speaks of
                             */
                            from: string;
                            /** @description SCD_NOT_ANCHORED: ask again in some seconds; SCD_NO_BINDING: no binding of its key is known */
                            code: string;
                        }[];
                        /** @description Packets of the range that you may not see */
                        hidden: number;
                        /** @description `cursor` of the next page; absent on the last */
                        next?: string;
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
            414: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    series: {
        parameters: {
            query?: {
                /** @description Where the page begins: `next` of the one before */
                cursor?: string;
                /** @description Most items of a page, 1 to 10000; 1000 where absent */
                limit?: number;
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
                        /** @description How many that fit the question the caller may not see, of those looked at */
                        hidden: number;
                        pods: {
                            /** @example IT001E00000001 */
                            pod: string;
                            series: {
                                node: string;
                                meter: string;
                                role?: string;
                                /**
                                 * @description Packets stored
                                 * @example 96
                                 */
                                packets: number;
                                /**
                                 * @description Readings in them
                                 * @example 96
                                 */
                                readings: number;
                                /**
                                 * Format: date-time
                                 * @description First instant of which something is stored
                                 * @example 2026-02-01T10:15:00.000Z
                                 */
                                first: string;
                                /**
                                 * Format: date-time
                                 * @description Last instant of which something is stored
                                 * @example 2026-02-01T10:15:00.000Z
                                 */
                                last: string;
                            }[];
                        }[];
                        /** @description `next` of an earlier answer; absent on the last page */
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
    completeness: {
        parameters: {
            query?: {
                /** @description First instant of the range; open where absent. An ISO 8601 time, or a UTC day */
                from?: string;
                /** @description First instant behind the range (from ≤ t < until); open where absent */
                until?: string;
            };
            header?: never;
            path: {
                /** @description PoD code; a 15th check character is dropped */
                pod: string;
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
                        pod: string;
                        /** @description Parts of the range that the caller may not read; absent where there are none */
                        withheld?: {
                            /**
                             * Format: date-time
                             * @description First instant
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            from: string;
                            /**
                             * Format: date-time
                             * @description The first one after
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            until: string;
                        }[];
                        /** @description A packet received this many seconds after it was signed is late */
                        lateAfterS: number;
                        nodes: {
                            node: string;
                            /**
                             * @description Packets stored
                             * @example 96
                             */
                            received: number;
                            firstSeq?: number;
                            lastSeq?: number;
                            /**
                             * @description Sequence numbers that never came
                             * @example 96
                             */
                            missingPackets: number;
                            /** @description At most 1000 ranges */
                            missing: {
                                fromSeq: number;
                                toSeq: number;
                                /**
                                 * @description Packets in this range
                                 * @example 96
                                 */
                                packets: number;
                                /**
                                 * Format: date-time
                                 * @description Last instant of the packet before; absent where there is none
                                 * @example 2026-02-01T10:15:00.000Z
                                 */
                                after?: string;
                                /**
                                 * Format: date-time
                                 * @description First instant of the packet after
                                 * @example 2026-02-01T10:15:00.000Z
                                 */
                                before?: string;
                            }[];
                            /** @description There are more ranges than are listed */
                            missingTruncated: boolean;
                            /**
                             * @description Packets that were received and have been erased: their hashes are there, and nothing else
                             * @example 96
                             */
                            erased: number;
                            /**
                             * @description Packets that came late
                             * @example 96
                             */
                            late: number;
                            /**
                             * @description Certificates of packets that were there already
                             * @example 96
                             */
                            duplicates: number;
                            /**
                             * @description Other packets under a number that was taken; the first stays, they are evidence
                             * @example 96
                             */
                            forked: number;
                            forkedSeqs: number[];
                            chain: {
                                /**
                                 * @description Whether each `prev` is the hash of the packet before; open: links to missing packets cannot be checked
                                 * @enum {unknown}
                                 */
                                state: "verified" | "broken" | "open" | "empty";
                                /**
                                 * @description Links that hold
                                 * @example 96
                                 */
                                verifiedLinks: number;
                                /**
                                 * @description Links to packets that are missing
                                 * @example 96
                                 */
                                uncheckedLinks: number;
                                breaks: {
                                    seq: number;
                                    /**
                                     * @description As signed
                                     * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                                     */
                                    prev: string;
                                    /**
                                     * @description Of the packet before
                                     * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                                     */
                                    expected: string;
                                }[];
                            };
                            meters: {
                                meter: string;
                                /**
                                 * @description Packets stored
                                 * @example 96
                                 */
                                received: number;
                                /**
                                 * @description Readings in them
                                 * @example 96
                                 */
                                readings: number;
                                firstSeq: number;
                                lastSeq: number;
                                /**
                                 * @description Packets that came late
                                 * @example 96
                                 */
                                late: number;
                            }[];
                        }[];
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
    quarantine: {
        parameters: {
            query?: {
                /** @description Only this reason */
                reason?: "malformed-record" | "malformed" | "too-large" | "unsupported-version" | "wrong-network" | "bad-signature" | "not-included" | "batch-conflict" | "leaf-conflict" | "outside-window" | "tree-mismatch" | "sequence-fork" | "wrong-contract" | "anchor-mismatch" | "batch-contradicted" | "malformed-opening" | "unverifiable";
                /** @description Where the page begins: `next` of the one before */
                cursor?: string;
                /** @description Most items of a page, 1 to 10000; 100 where absent */
                limit?: number;
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
                        items: {
                            id: number;
                            /**
                             * Format: date-time
                             * @description When the record was published
                             * @example 2026-02-01T10:15:00.000Z
                             */
                            at: string;
                            topic: string;
                            partition: number;
                            offset: number;
                            /** @enum {unknown} */
                            reason: "malformed-record" | "malformed" | "too-large" | "unsupported-version" | "wrong-network" | "bad-signature" | "not-included" | "batch-conflict" | "leaf-conflict" | "outside-window" | "tree-mismatch" | "sequence-fork" | "wrong-contract" | "anchor-mismatch" | "batch-contradicted" | "malformed-opening" | "unverifiable";
                            /** @description What was wrong, the value, what was expected */
                            detail: string;
                            /** @description The record as it came */
                            evidence: string;
                            pod?: string;
                            node?: string;
                            meter?: string;
                            seq?: number;
                            /**
                             * @description Of the refused packet
                             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                             */
                            payloadHash?: string;
                            /**
                             * @description Of the batch that it claims
                             * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
                             */
                            anchorer?: string;
                            batch?: number;
                            /**
                             * @description Root that it claims
                             * @example 0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344
                             */
                            root?: string;
                        }[];
                        /** @description `next` of an earlier answer; absent on the last page */
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
    stages: {
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
                        /**
                         * @description Packets whose signature and inclusion were checked: all that are stored
                         * @example 96
                         */
                        sealed: number;
                        /**
                         * @description Packets in batches that the chain was seen to hold
                         * @example 96
                         */
                        anchored: number;
                        /**
                         * @description Distinct packets
                         * @example 96
                         */
                        stored: number;
                        /**
                         * @description Answers
                         * @example 96
                         */
                        served: number;
                        /**
                         * @description Readings in the packets stored
                         * @example 96
                         */
                        readings: number;
                        /**
                         * @description Certificates of packets that were there already
                         * @example 96
                         */
                        duplicates: number;
                        /** @description Records put aside, by reason */
                        quarantined: {
                            "malformed-record": number;
                            malformed: number;
                            "too-large": number;
                            "unsupported-version": number;
                            "wrong-network": number;
                            "bad-signature": number;
                            "not-included": number;
                            "batch-conflict": number;
                            "leaf-conflict": number;
                            "outside-window": number;
                            "tree-mismatch": number;
                            "sequence-fork": number;
                            "wrong-contract": number;
                            "anchor-mismatch": number;
                            "batch-contradicted": number;
                            "malformed-opening": number;
                            unverifiable: number;
                        };
                        batches: {
                            /**
                             * @description Batches of which leaves are missing
                             * @example 96
                             */
                            open: number;
                            /**
                             * @description Batches whose tree is built
                             * @example 96
                             */
                            complete: number;
                            /**
                             * @description Batches that the chain was seen to hold
                             * @example 96
                             */
                            anchored: number;
                            /**
                             * @description Claims that the chain contradicts
                             * @example 96
                             */
                            contradicted: number;
                            /**
                             * @description Anchor records that wait for the chain's word
                             * @example 96
                             */
                            anchorsWaiting: number;
                        };
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
    "archive-calendar": {
        parameters: {
            query?: {
                /** @description UTC day */
                from?: string;
                /** @description First day behind the range */
                until?: string;
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
                        days: {
                            /**
                             * @description UTC day
                             * @example 2026-02-01
                             */
                            day: string;
                            /**
                             * @description hot, warm, cold: in the store; archived: only in the archive; restored: back for a time
                             * @enum {string}
                             */
                            state: "hot" | "warm" | "cold" | "archived" | "restored" | "damaged";
                            /**
                             * @description By its age
                             * @enum {string}
                             */
                            phase: "hot" | "warm" | "cold" | "delete";
                            stored: {
                                /**
                                 * @description In the store
                                 * @example 0
                                 */
                                packets: number;
                                /**
                                 * @description On disk
                                 * @example 0
                                 */
                                bytes: number;
                                readOnly: boolean;
                            };
                            archived: {
                                /**
                                 * @description In the archive
                                 * @example 0
                                 */
                                packets: number;
                                /**
                                 * @description Of them without contents
                                 * @example 0
                                 */
                                erased: number;
                                /**
                                 * @description The day itself, and what came late
                                 * @example 0
                                 */
                                parts: number;
                                /**
                                 * @description In the archive
                                 * @example 0
                                 */
                                bytes: number;
                            };
                            /**
                             * @description Packets that wait for their anchor before they are archived
                             * @example 0
                             */
                            waiting: number;
                            /**
                             * @description Found by the last check
                             * @example 0
                             */
                            damages: number;
                            /**
                             * @description ISO 8601 UTC
                             * @example 2026-02-01T00:00:00.000Z
                             */
                            archivedAt?: string;
                            /**
                             * @description ISO 8601 UTC
                             * @example 2026-02-01T00:00:00.000Z
                             */
                            verifiedAt?: string;
                            /**
                             * @description ISO 8601 UTC
                             * @example 2026-02-01T00:00:00.000Z
                             */
                            deletedAt?: string;
                            /**
                             * @description ISO 8601 UTC
                             * @example 2026-02-01T00:00:00.000Z
                             */
                            restoredUntil?: string;
                            /** @description Why it stays as it is */
                            problem?: string;
                        }[];
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
    "archive-status": {
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
                        days: Record<string, never>;
                        stored: {
                            /**
                             * @description In the store
                             * @example 0
                             */
                            packets: number;
                            /**
                             * @description On disk
                             * @example 0
                             */
                            bytes: number;
                        };
                        archived: {
                            /**
                             * @description In the archive
                             * @example 0
                             */
                            packets: number;
                            /**
                             * @description In the archive
                             * @example 0
                             */
                            bytes: number;
                        };
                        /**
                         * @description Days that stay as they are because something failed
                         * @example 0
                         */
                        problems: number;
                        /**
                         * @description Found by the last checks
                         * @example 0
                         */
                        damages: number;
                        /**
                         * @description ISO 8601 UTC
                         * @example 2026-02-01T00:00:00.000Z
                         */
                        lastVerification?: string;
                        /**
                         * @description ISO 8601 UTC
                         * @example 2026-02-01T00:00:00.000Z
                         */
                        lastPass?: string;
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
    "archive-damages": {
        parameters: {
            query?: {
                /** @description UTC day */
                from?: string;
                /** @description First day behind the range */
                until?: string;
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
                        damages: {
                            /**
                             * @description UTC day
                             * @example 2026-02-01
                             */
                            day: string;
                            /** @description File or manifest */
                            file: string;
                            reason: string;
                            detail: string;
                            bytes?: {
                                /**
                                 * @description First byte
                                 * @example 0
                                 */
                                from: number;
                                /**
                                 * @description First behind them
                                 * @example 0
                                 */
                                until: number;
                            };
                            rows?: {
                                /**
                                 * @description First row
                                 * @example 0
                                 */
                                from: number;
                                /**
                                 * @description First behind them
                                 * @example 0
                                 */
                                until: number;
                            };
                            record?: {
                                node: string;
                                seq: number;
                                payloadHash: string;
                            };
                            /**
                             * @description ISO 8601 UTC
                             * @example 2026-02-01T00:00:00.000Z
                             */
                            foundAt: string;
                        }[];
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
    restores: {
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
                        restores: {
                            /** @example restore-5f2b9c0d1e3a4b5c */
                            id: string;
                            /**
                             * @description UTC day
                             * @example 2026-02-01
                             */
                            from: string;
                            /**
                             * @description UTC day
                             * @example 2026-02-01
                             */
                            until: string;
                            /**
                             * @description waiting: not begun, or the chain does not answer
                             * @enum {string}
                             */
                            state: "waiting" | "running" | "restored" | "failed" | "ended";
                            /** @description Why it waits or failed, or brought back nothing */
                            detail?: string;
                            /** @description Role and id; roles are dso-operator, dso-administrator, tso, market, aggregator, customer, auditor */
                            requestedBy: string;
                            /**
                             * @description ISO 8601 UTC
                             * @example 2026-02-01T00:00:00.000Z
                             */
                            requestedAt: string;
                            /**
                             * @description ISO 8601 UTC
                             * @example 2026-02-01T00:00:00.000Z
                             */
                            endsAt: string;
                            days: {
                                /**
                                 * @description UTC day
                                 * @example 2026-02-01
                                 */
                                day: string;
                                /**
                                 * @description Verified against the chain, and served
                                 * @example 0
                                 */
                                packets: number;
                                /**
                                 * @description Damages that were named; what they hit is not served
                                 * @example 0
                                 */
                                damaged: number;
                            }[];
                        }[];
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
    "ask-restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description First UTC day
                     * @example 2026-02-01
                     */
                    from: string;
                    /**
                     * @description First UTC day behind the range
                     * @example 2026-02-03
                     */
                    until: string;
                    /**
                     * @description How long they are to stay; 7 where absent
                     * @example 7
                     */
                    days?: number;
                };
            };
        };
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example restore-5f2b9c0d1e3a4b5c */
                        id: string;
                        /**
                         * @description UTC day
                         * @example 2026-02-01
                         */
                        from: string;
                        /**
                         * @description UTC day
                         * @example 2026-02-01
                         */
                        until: string;
                        /**
                         * @description waiting: not begun, or the chain does not answer
                         * @enum {string}
                         */
                        state: "waiting" | "running" | "restored" | "failed" | "ended";
                        /** @description Why it waits or failed, or brought back nothing */
                        detail?: string;
                        /** @description Role and id; roles are dso-operator, dso-administrator, tso, market, aggregator, customer, auditor */
                        requestedBy: string;
                        /**
                         * @description ISO 8601 UTC
                         * @example 2026-02-01T00:00:00.000Z
                         */
                        requestedAt: string;
                        /**
                         * @description ISO 8601 UTC
                         * @example 2026-02-01T00:00:00.000Z
                         */
                        endsAt: string;
                        days: {
                            /**
                             * @description UTC day
                             * @example 2026-02-01
                             */
                            day: string;
                            /**
                             * @description Verified against the chain, and served
                             * @example 0
                             */
                            packets: number;
                            /**
                             * @description Damages that were named; what they hit is not served
                             * @example 0
                             */
                            damaged: number;
                        }[];
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
    restore: {
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
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example restore-5f2b9c0d1e3a4b5c */
                        id: string;
                        /**
                         * @description UTC day
                         * @example 2026-02-01
                         */
                        from: string;
                        /**
                         * @description UTC day
                         * @example 2026-02-01
                         */
                        until: string;
                        /**
                         * @description waiting: not begun, or the chain does not answer
                         * @enum {string}
                         */
                        state: "waiting" | "running" | "restored" | "failed" | "ended";
                        /** @description Why it waits or failed, or brought back nothing */
                        detail?: string;
                        /** @description Role and id; roles are dso-operator, dso-administrator, tso, market, aggregator, customer, auditor */
                        requestedBy: string;
                        /**
                         * @description ISO 8601 UTC
                         * @example 2026-02-01T00:00:00.000Z
                         */
                        requestedAt: string;
                        /**
                         * @description ISO 8601 UTC
                         * @example 2026-02-01T00:00:00.000Z
                         */
                        endsAt: string;
                        days: {
                            /**
                             * @description UTC day
                             * @example 2026-02-01
                             */
                            day: string;
                            /**
                             * @description Verified against the chain, and served
                             * @example 0
                             */
                            packets: number;
                            /**
                             * @description Damages that were named; what they hit is not served
                             * @example 0
                             */
                            damaged: number;
                        }[];
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
    "end-restore": {
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
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example restore-5f2b9c0d1e3a4b5c */
                        id: string;
                        /**
                         * @description UTC day
                         * @example 2026-02-01
                         */
                        from: string;
                        /**
                         * @description UTC day
                         * @example 2026-02-01
                         */
                        until: string;
                        /**
                         * @description waiting: not begun, or the chain does not answer
                         * @enum {string}
                         */
                        state: "waiting" | "running" | "restored" | "failed" | "ended";
                        /** @description Why it waits or failed, or brought back nothing */
                        detail?: string;
                        /** @description Role and id; roles are dso-operator, dso-administrator, tso, market, aggregator, customer, auditor */
                        requestedBy: string;
                        /**
                         * @description ISO 8601 UTC
                         * @example 2026-02-01T00:00:00.000Z
                         */
                        requestedAt: string;
                        /**
                         * @description ISO 8601 UTC
                         * @example 2026-02-01T00:00:00.000Z
                         */
                        endsAt: string;
                        days: {
                            /**
                             * @description UTC day
                             * @example 2026-02-01
                             */
                            day: string;
                            /**
                             * @description Verified against the chain, and served
                             * @example 0
                             */
                            packets: number;
                            /**
                             * @description Damages that were named; what they hit is not served
                             * @example 0
                             */
                            damaged: number;
                        }[];
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
    reads: {
        parameters: {
            query?: {
                /** @description Only entries that are pointed out */
                unusual?: "true";
                cursor?: string;
                /** @description Most items of a page */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description PoD code; a 15th check character is dropped */
                pod: string;
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
                        pod: string;
                        /** @description The newest first */
                        items: components["schemas"]["Read"][];
                        /** @description Looked at, and not the caller's to see */
                        hidden: number;
                        /** @description `cursor` of the next page; absent on the last one */
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
    "read-proof": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description PoD code; a 15th check character is dropped */
                pod: string;
                /** @description Number of the message */
                seq: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A *.proof.json file */
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
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            414: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "read-ledger": {
        parameters: {
            query?: {
                /** @description Number of the first message; 0 where absent */
                from?: number;
                /** @description Most items of a page */
                limit?: number;
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
                        network: string;
                        /** @description The service that signs; its messages are numbered without gaps */
                        sender: string;
                        messages: components["schemas"]["LedgerMessage"][];
                        /** @description `from` of the next page */
                        next?: number;
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
    "activation-settlement": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description PoD code; a 15th check character is dropped */
                pod: string;
                /** @description The PoD's number of the set-point */
                seq: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ActivationDetail"];
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            414: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "activation-dossier": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description PoD code; a 15th check character is dropped */
                pod: string;
                /** @description The PoD's number of the set-point */
                seq: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An archive that `access-layer verify` checks whole */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
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
    "month-settlement": {
        parameters: {
            query?: {
                /** @description Only this PoD */
                pod?: string;
                cursor?: string;
                /** @description Default 50 */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Local month */
                month: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["MonthSettlement"];
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            414: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "month-dossier": {
        parameters: {
            query?: {
                /** @description Only this PoD */
                pod?: string;
            };
            header?: never;
            path: {
                /** @description Local month */
                month: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An archive that `access-layer verify` checks whole */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/zip": string;
                };
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
    "list-party": {
        parameters: {
            query?: {
                /** @description Only those that name it */
                role?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
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
                        items: components["schemas"]["Party"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "post-party": {
        parameters: {
            query?: {
                /** @description All or nothing (of NDJSON); each line on its own where absent */
                atomic?: "true" | "false";
            };
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Party"];
                "application/x-ndjson": unknown;
            };
        };
        responses: {
            /** @description As before, or a report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Party"];
                    "application/x-ndjson": string;
                };
            };
            201: components["responses"]["Party"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            /** @description Refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailedError"];
                    "application/x-ndjson": string;
                };
            };
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "get-party": {
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
            200: components["responses"]["Party"];
            /** @description What you have still holds (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "put-party": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Party"];
            };
        };
        responses: {
            200: components["responses"]["Party"];
            201: components["responses"]["Party"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "delete-party": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "list-customer": {
        parameters: {
            query?: {
                /** @description Only those that name it */
                kind?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
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
                        items: components["schemas"]["Customer"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "post-customer": {
        parameters: {
            query?: {
                /** @description All or nothing (of NDJSON); each line on its own where absent */
                atomic?: "true" | "false";
            };
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Customer"];
                "application/x-ndjson": unknown;
            };
        };
        responses: {
            /** @description As before, or a report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                    "application/x-ndjson": string;
                };
            };
            201: components["responses"]["Customer"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            /** @description Refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailedError"];
                    "application/x-ndjson": string;
                };
            };
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "get-customer": {
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
            200: components["responses"]["Customer"];
            /** @description What you have still holds (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "put-customer": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Customer"];
            };
        };
        responses: {
            200: components["responses"]["Customer"];
            201: components["responses"]["Customer"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "delete-customer": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "list-pod": {
        parameters: {
            query?: {
                /** @description Only those that name it */
                municipality?: string;
                /** @description Only those that name it */
                province?: string;
                /** @description Only those that name it */
                powerClass?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
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
                        items: components["schemas"]["Pod"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "post-pod": {
        parameters: {
            query?: {
                /** @description All or nothing (of NDJSON); each line on its own where absent */
                atomic?: "true" | "false";
            };
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Pod"];
                "application/x-ndjson": unknown;
            };
        };
        responses: {
            /** @description As before, or a report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pod"];
                    "application/x-ndjson": string;
                };
            };
            201: components["responses"]["Pod"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            /** @description Refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailedError"];
                    "application/x-ndjson": string;
                };
            };
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "get-pod": {
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
            200: components["responses"]["Pod"];
            /** @description What you have still holds (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "put-pod": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Pod"];
            };
        };
        responses: {
            200: components["responses"]["Pod"];
            201: components["responses"]["Pod"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "delete-pod": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "list-holding": {
        parameters: {
            query?: {
                /** @description Only those that name it */
                pod?: string;
                /** @description Only those that name it */
                customer?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
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
                        items: components["schemas"]["Holding"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "post-holding": {
        parameters: {
            query?: {
                /** @description All or nothing (of NDJSON); each line on its own where absent */
                atomic?: "true" | "false";
            };
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Holding"];
                "application/x-ndjson": unknown;
            };
        };
        responses: {
            /** @description As before, or a report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Holding"];
                    "application/x-ndjson": string;
                };
            };
            201: components["responses"]["Holding"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            /** @description Refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailedError"];
                    "application/x-ndjson": string;
                };
            };
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "get-holding": {
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
            200: components["responses"]["Holding"];
            /** @description What you have still holds (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "put-holding": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Holding"];
            };
        };
        responses: {
            200: components["responses"]["Holding"];
            201: components["responses"]["Holding"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "delete-holding": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "list-portfolio": {
        parameters: {
            query?: {
                /** @description Only those that name it */
                pod?: string;
                /** @description Only those that name it */
                aggregator?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
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
                        items: components["schemas"]["Portfolio"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "post-portfolio": {
        parameters: {
            query?: {
                /** @description All or nothing (of NDJSON); each line on its own where absent */
                atomic?: "true" | "false";
            };
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Portfolio"];
                "application/x-ndjson": unknown;
            };
        };
        responses: {
            /** @description As before, or a report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Portfolio"];
                    "application/x-ndjson": string;
                };
            };
            201: components["responses"]["Portfolio"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            /** @description Refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailedError"];
                    "application/x-ndjson": string;
                };
            };
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "get-portfolio": {
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
            200: components["responses"]["Portfolio"];
            /** @description What you have still holds (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "put-portfolio": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Portfolio"];
            };
        };
        responses: {
            200: components["responses"]["Portfolio"];
            201: components["responses"]["Portfolio"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "delete-portfolio": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "list-flexible-resource": {
        parameters: {
            query?: {
                /** @description Only those that name it */
                pod?: string;
                /** @description Only those that name it */
                type?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
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
                        items: components["schemas"]["FlexibleResource"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "post-flexible-resource": {
        parameters: {
            query?: {
                /** @description All or nothing (of NDJSON); each line on its own where absent */
                atomic?: "true" | "false";
            };
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlexibleResource"];
                "application/x-ndjson": unknown;
            };
        };
        responses: {
            /** @description As before, or a report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlexibleResource"];
                    "application/x-ndjson": string;
                };
            };
            201: components["responses"]["FlexibleResource"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            /** @description Refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailedError"];
                    "application/x-ndjson": string;
                };
            };
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "get-flexible-resource": {
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
            200: components["responses"]["FlexibleResource"];
            /** @description What you have still holds (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "put-flexible-resource": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlexibleResource"];
            };
        };
        responses: {
            200: components["responses"]["FlexibleResource"];
            201: components["responses"]["FlexibleResource"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "delete-flexible-resource": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "list-contract": {
        parameters: {
            query?: {
                /** @description Only those that name it */
                parties?: string;
                /** @description Only those that name it */
                resources?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
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
                        items: components["schemas"]["Contract"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "post-contract": {
        parameters: {
            query?: {
                /** @description All or nothing (of NDJSON); each line on its own where absent */
                atomic?: "true" | "false";
            };
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Contract"];
                "application/x-ndjson": unknown;
            };
        };
        responses: {
            /** @description As before, or a report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contract"];
                    "application/x-ndjson": string;
                };
            };
            201: components["responses"]["Contract"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            /** @description Refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailedError"];
                    "application/x-ndjson": string;
                };
            };
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "get-contract": {
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
            200: components["responses"]["Contract"];
            /** @description What you have still holds (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "put-contract": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Contract"];
            };
        };
        responses: {
            200: components["responses"]["Contract"];
            201: components["responses"]["Contract"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "delete-contract": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "list-forecast": {
        parameters: {
            query?: {
                /** @description Only those that name it */
                pod?: string;
                /** @description Only those that name it */
                party?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
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
                        items: components["schemas"]["Forecast"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "post-forecast": {
        parameters: {
            query?: {
                /** @description All or nothing (of NDJSON); each line on its own where absent */
                atomic?: "true" | "false";
            };
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Forecast"];
                "application/x-ndjson": unknown;
            };
        };
        responses: {
            /** @description As before, or a report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Forecast"];
                    "application/x-ndjson": string;
                };
            };
            201: components["responses"]["Forecast"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            /** @description Refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailedError"];
                    "application/x-ndjson": string;
                };
            };
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "get-forecast": {
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
            200: components["responses"]["Forecast"];
            /** @description What you have still holds (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "put-forecast": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Forecast"];
            };
        };
        responses: {
            200: components["responses"]["Forecast"];
            201: components["responses"]["Forecast"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "delete-forecast": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "list-group": {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
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
                        items: components["schemas"]["Group"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "post-group": {
        parameters: {
            query?: {
                /** @description All or nothing (of NDJSON); each line on its own where absent */
                atomic?: "true" | "false";
            };
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Group"];
                "application/x-ndjson": unknown;
            };
        };
        responses: {
            /** @description As before, or a report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                    "application/x-ndjson": string;
                };
            };
            201: components["responses"]["Group"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            /** @description Refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailedError"];
                    "application/x-ndjson": string;
                };
            };
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "get-group": {
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
            200: components["responses"]["Group"];
            /** @description What you have still holds (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "put-group": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Group"];
            };
        };
        responses: {
            200: components["responses"]["Group"];
            201: components["responses"]["Group"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "delete-group": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "list-person": {
        parameters: {
            query?: {
                /** @description Only those that name it */
                groups?: string;
                /** @description Only those that name it */
                role?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
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
                        items: components["schemas"]["Person"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "post-person": {
        parameters: {
            query?: {
                /** @description All or nothing (of NDJSON); each line on its own where absent */
                atomic?: "true" | "false";
            };
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Person"];
                "application/x-ndjson": unknown;
            };
        };
        responses: {
            /** @description As before, or a report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                    "application/x-ndjson": string;
                };
            };
            201: components["responses"]["Person"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            /** @description Refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailedError"];
                    "application/x-ndjson": string;
                };
            };
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "get-person": {
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
            200: components["responses"]["Person"];
            /** @description What you have still holds (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "put-person": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Person"];
            };
        };
        responses: {
            200: components["responses"]["Person"];
            201: components["responses"]["Person"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "delete-person": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "list-view": {
        parameters: {
            query?: {
                /** @description Only those that name it */
                people?: string;
                /** @description Only those that name it */
                groups?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
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
                        items: components["schemas"]["View"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "post-view": {
        parameters: {
            query?: {
                /** @description All or nothing (of NDJSON); each line on its own where absent */
                atomic?: "true" | "false";
            };
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["View"];
                "application/x-ndjson": unknown;
            };
        };
        responses: {
            /** @description As before, or a report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["View"];
                    "application/x-ndjson": string;
                };
            };
            201: components["responses"]["View"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            /** @description Refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailedError"];
                    "application/x-ndjson": string;
                };
            };
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "get-view": {
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
            200: components["responses"]["View"];
            /** @description What you have still holds (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "put-view": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["View"];
            };
        };
        responses: {
            200: components["responses"]["View"];
            201: components["responses"]["View"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "delete-view": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "list-consent": {
        parameters: {
            query?: {
                /** @description Only those that name it */
                customer?: string;
                /** @description Only those that name it */
                party?: string;
                /** @description Only those that name it */
                pods?: string;
                /** @description Only those that name it */
                purpose?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
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
                        items: components["schemas"]["Consent"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "grant-consent": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Id of a customer
                     * @example rossi
                     */
                    customer?: string;
                    /**
                     * @description Id of a party
                     * @example agg-1
                     */
                    party: string;
                    /**
                     * @description For example flexibility, settlement, research
                     * @example flexibility
                     */
                    purpose: string;
                    /**
                     * @description Kinds of data; measurements bring their sums and proofs along
                     * @example [
                     *       "measurements",
                     *       "activations"
                     *     ]
                     */
                    dataSets: ("measurements" | "aggregates" | "activations" | "set-points" | "settlements" | "baselines" | "forecasts" | "events" | "proofs" | "technical" | "personal" | "reads")[];
                    /**
                     * @description PoDs, or `all` that the customer holds
                     * @example all
                     */
                    pods: "all" | string[];
                    /**
                     * @description ISO 8601 UTC with milliseconds
                     * @example 2026-02-01T00:00:00.000Z
                     */
                    from: string;
                    /**
                     * @description First instant behind it (from ≤ t < until); open where absent
                     * @example 2027-02-01T00:00:00.000Z
                     */
                    until?: string;
                    /** @description The customer signed on paper */
                    paper?: {
                        /**
                         * @description Where the DSO keeps the sheet
                         * @example archive-2026-0117
                         */
                        reference: string;
                        /** @example 2026-01-15 */
                        signedOn: string;
                    };
                };
            };
        };
        responses: {
            201: components["responses"]["Consent"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "revoke-consent": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Consent"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "list-binding": {
        parameters: {
            query?: {
                /** @description Only those that name it */
                pod?: string;
                /** @description Only those that name it */
                node?: string;
                /** @description Only those that name it */
                key?: string;
                /** @description Only those that name it */
                status?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
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
                        items: components["schemas"]["Binding"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "request-binding": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Light Node
                     * @example ln-7f3a
                     */
                    node: string;
                    /**
                     * @description PoD code
                     * @example IT002E00000001
                     */
                    pod: string;
                    /**
                     * @description Meter
                     * @example sdm630-1
                     */
                    meterId: string;
                    /**
                     * @description What the meter measures
                     * @enum {string}
                     */
                    role: "exchange" | "production" | "storage" | "charger" | "load";
                    /**
                     * @description Key of the Light Node
                     * @example 0x9c1185a5c5e9fc54612808977ee8f548b2258d31
                     */
                    key: string;
                    /**
                     * @description ISO 8601 UTC with milliseconds
                     * @example 2026-02-01T00:00:00.000Z
                     */
                    from?: string;
                };
            };
        };
        responses: {
            202: components["responses"]["Binding"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "end-binding": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description ISO 8601 UTC with milliseconds
                     * @example 2026-02-01T00:00:00.000Z
                     */
                    until: string;
                };
            };
        };
        responses: {
            202: components["responses"]["Binding"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "revoke-binding": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: components["responses"]["Binding"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "get-personal-data": {
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
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Name
                         * @example Mario Rossi
                         */
                        name: string;
                        /**
                         * @description Address
                         * @example Via Appia 1, 00179 Roma
                         */
                        address?: string;
                        /**
                         * @description E-mail
                         * @example mario@example.org
                         */
                        email?: string;
                        /**
                         * @description Telephone
                         * @example +39 06 0000000
                         */
                        phone?: string;
                        /**
                         * @description Codice fiscale
                         * @example RSSMRA80A01H501U
                         */
                        taxCode?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "put-personal-data": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Name
                     * @example Mario Rossi
                     */
                    name: string;
                    /**
                     * @description Address
                     * @example Via Appia 1, 00179 Roma
                     */
                    address?: string;
                    /**
                     * @description E-mail
                     * @example mario@example.org
                     */
                    email?: string;
                    /**
                     * @description Telephone
                     * @example +39 06 0000000
                     */
                    phone?: string;
                    /**
                     * @description Codice fiscale
                     * @example RSSMRA80A01H501U
                     */
                    taxCode?: string;
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
                        /**
                         * @description Name
                         * @example Mario Rossi
                         */
                        name: string;
                        /**
                         * @description Address
                         * @example Via Appia 1, 00179 Roma
                         */
                        address?: string;
                        /**
                         * @description E-mail
                         * @example mario@example.org
                         */
                        email?: string;
                        /**
                         * @description Telephone
                         * @example +39 06 0000000
                         */
                        phone?: string;
                        /**
                         * @description Codice fiscale
                         * @example RSSMRA80A01H501U
                         */
                        taxCode?: string;
                    };
                };
            };
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description Name
                         * @example Mario Rossi
                         */
                        name: string;
                        /**
                         * @description Address
                         * @example Via Appia 1, 00179 Roma
                         */
                        address?: string;
                        /**
                         * @description E-mail
                         * @example mario@example.org
                         */
                        email?: string;
                        /**
                         * @description Telephone
                         * @example +39 06 0000000
                         */
                        phone?: string;
                        /**
                         * @description Codice fiscale
                         * @example RSSMRA80A01H501U
                         */
                        taxCode?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "erase-personal-data": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done; there is nothing to say */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "list-request": {
        parameters: {
            query?: {
                sender?: string;
                recipient?: string;
                pod?: string;
                id?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
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
                        items: components["schemas"]["Statement"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "post-request": {
        parameters: {
            query?: {
                /** @description All or nothing (of NDJSON); each line on its own where absent */
                atomic?: "true" | "false";
            };
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignedMessage"];
                "application/x-ndjson": unknown;
            };
        };
        responses: {
            /** @description As before, or a report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordedStatement"];
                    "application/x-ndjson": string;
                };
            };
            201: components["responses"]["RecordedStatement"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            /** @description Refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailedError"];
                    "application/x-ndjson": string;
                };
            };
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "list-order": {
        parameters: {
            query?: {
                sender?: string;
                recipient?: string;
                pod?: string;
                id?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
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
                        items: components["schemas"]["Statement"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "post-order": {
        parameters: {
            query?: {
                /** @description All or nothing (of NDJSON); each line on its own where absent */
                atomic?: "true" | "false";
            };
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignedMessage"];
                "application/x-ndjson": unknown;
            };
        };
        responses: {
            /** @description As before, or a report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordedStatement"];
                    "application/x-ndjson": string;
                };
            };
            201: components["responses"]["RecordedStatement"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            /** @description Refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailedError"];
                    "application/x-ndjson": string;
                };
            };
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "list-result": {
        parameters: {
            query?: {
                sender?: string;
                recipient?: string;
                pod?: string;
                id?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
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
                        items: components["schemas"]["Statement"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "post-result": {
        parameters: {
            query?: {
                /** @description All or nothing (of NDJSON); each line on its own where absent */
                atomic?: "true" | "false";
            };
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignedMessage"];
                "application/x-ndjson": unknown;
            };
        };
        responses: {
            /** @description As before, or a report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordedStatement"];
                    "application/x-ndjson": string;
                };
            };
            201: components["responses"]["RecordedStatement"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            /** @description Refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailedError"];
                    "application/x-ndjson": string;
                };
            };
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "list-baseline": {
        parameters: {
            query?: {
                sender?: string;
                recipient?: string;
                pod?: string;
                id?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
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
                        items: components["schemas"]["Statement"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "post-baseline": {
        parameters: {
            query?: {
                /** @description All or nothing (of NDJSON); each line on its own where absent */
                atomic?: "true" | "false";
            };
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignedMessage"];
                "application/x-ndjson": unknown;
            };
        };
        responses: {
            /** @description As before, or a report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordedStatement"];
                    "application/x-ndjson": string;
                };
            };
            201: components["responses"]["RecordedStatement"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            /** @description Refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailedError"];
                    "application/x-ndjson": string;
                };
            };
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "list-settlement": {
        parameters: {
            query?: {
                sender?: string;
                recipient?: string;
                pod?: string;
                id?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
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
                        items: components["schemas"]["Statement"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "post-settlement": {
        parameters: {
            query?: {
                /** @description All or nothing (of NDJSON); each line on its own where absent */
                atomic?: "true" | "false";
            };
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignedMessage"];
                "application/x-ndjson": unknown;
            };
        };
        responses: {
            /** @description As before, or a report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordedStatement"];
                    "application/x-ndjson": string;
                };
            };
            201: components["responses"]["RecordedStatement"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            /** @description Refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailedError"];
                    "application/x-ndjson": string;
                };
            };
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "list-dispute": {
        parameters: {
            query?: {
                sender?: string;
                recipient?: string;
                pod?: string;
                id?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
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
                        items: components["schemas"]["Statement"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "post-dispute": {
        parameters: {
            query?: {
                /** @description All or nothing (of NDJSON); each line on its own where absent */
                atomic?: "true" | "false";
            };
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignedMessage"];
                "application/x-ndjson": unknown;
            };
        };
        responses: {
            /** @description As before, or a report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordedStatement"];
                    "application/x-ndjson": string;
                };
            };
            201: components["responses"]["RecordedStatement"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            /** @description Refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailedError"];
                    "application/x-ndjson": string;
                };
            };
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "list-set-point": {
        parameters: {
            query?: {
                sender?: string;
                recipient?: string;
                pod?: string;
                id?: string;
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
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
                        items: components["schemas"]["Statement"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "post-set-point": {
        parameters: {
            query?: {
                /** @description All or nothing (of NDJSON); each line on its own where absent */
                atomic?: "true" | "false";
            };
            header?: {
                /** @description The same key with the same request gets the same answer and writes once */
                "idempotency-key"?: string;
                /** @description ETag of what is changed */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignedMessage"];
                "application/x-ndjson": unknown;
            };
        };
        responses: {
            /** @description As before, or a report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordedStatement"];
                    "application/x-ndjson": string;
                };
            };
            201: components["responses"]["RecordedStatement"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            /** @description Refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DetailedError"];
                    "application/x-ndjson": string;
                };
            };
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "history-of-party": {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
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
                        items: components["schemas"]["Change"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "history-of-customer": {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
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
                        items: components["schemas"]["Change"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "history-of-pod": {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
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
                        items: components["schemas"]["Change"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "history-of-holding": {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
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
                        items: components["schemas"]["Change"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "history-of-portfolio": {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
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
                        items: components["schemas"]["Change"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "history-of-flexible-resource": {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
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
                        items: components["schemas"]["Change"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "history-of-contract": {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
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
                        items: components["schemas"]["Change"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "get-consent": {
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
            200: components["responses"]["Consent"];
            /** @description What you have still holds (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "history-of-consent": {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
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
                        items: components["schemas"]["Change"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "get-binding": {
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
            200: components["responses"]["Binding"];
            /** @description What you have still holds (If-None-Match) */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "history-of-binding": {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
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
                        items: components["schemas"]["Change"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "history-of-forecast": {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
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
                        items: components["schemas"]["Change"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "history-of-group": {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
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
                        items: components["schemas"]["Change"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "history-of-person": {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
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
                        items: components["schemas"]["Change"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "history-of-view": {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
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
                        items: components["schemas"]["Change"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "registry-history": {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
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
                        items: components["schemas"]["Change"][];
                        /**
                         * @description How many the caller may not see, of those looked at; absent where the question is about somebody or something, since it would tell what he may not see
                         * @example 0
                         */
                        hidden?: number;
                        /** @description Cursor of the next page; absent on the last */
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "get-request": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                messageHash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Statement"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "proof-of-request": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                messageHash: string;
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
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "get-order": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                messageHash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Statement"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "proof-of-order": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                messageHash: string;
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
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "get-result": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                messageHash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Statement"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "proof-of-result": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                messageHash: string;
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
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "get-baseline": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                messageHash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Statement"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "proof-of-baseline": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                messageHash: string;
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
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "get-settlement": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                messageHash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Statement"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "proof-of-settlement": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                messageHash: string;
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
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "get-dispute": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                messageHash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Statement"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "proof-of-dispute": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                messageHash: string;
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
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "get-set-point": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                messageHash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Statement"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "proof-of-set-point": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                messageHash: string;
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
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "statement-chain": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a party */
                id: string;
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
                         * @description Id of a party
                         * @example agg-1
                         */
                        sender: string;
                        nextSeq: number;
                        prev: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "access-ranges": {
        parameters: {
            query: {
                /** @description PoD code */
                pod: string;
                /** @description Kind of data */
                dataSet: "measurements" | "aggregates" | "activations" | "set-points" | "settlements" | "baselines" | "forecasts" | "events" | "proofs" | "technical" | "personal" | "reads";
                /** @description ISO 8601 UTC with milliseconds */
                from?: string;
                /** @description ISO 8601 UTC with milliseconds */
                until?: string;
                purpose?: string;
                /** @description For a service that is about to give out so many records of all that is asked about: where the caller may read it, it is entered in the read ledger before the answer */
                given?: number;
                /** @description Of somebody else, whom the DSO is about to tell something: the DSO alone asks so */
                role?: "aggregator" | "customer";
                /** @description Of that aggregator */
                party?: string;
                /** @description That customer */
                customer?: string;
                /** @description With `given`: the records are of what the caller may read of it, or of what operation and audit may see without */
                partly?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["AllowedRanges"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "access-views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ViewRights"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    erasures: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: string;
                /** @description Most items; 100 where absent */
                limit?: number;
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
                        items: components["schemas"]["Erasure"][];
                        hidden: number;
                        next?: string;
                    };
                };
            };
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "request-erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ErasureRequest"];
            };
        };
        responses: {
            201: components["responses"]["Erasure"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    "confirm-erasure": {
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
            200: components["responses"]["Erasure"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
    erasure: {
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
            200: components["responses"]["Erasure"];
            400: components["responses"]["DetailedError"];
            401: components["responses"]["DetailedError"];
            403: components["responses"]["DetailedError"];
            404: components["responses"]["DetailedError"];
            409: components["responses"]["DetailedError"];
            412: components["responses"]["DetailedError"];
            413: components["responses"]["DetailedError"];
            414: components["responses"]["DetailedError"];
            415: components["responses"]["DetailedError"];
            422: components["responses"]["DetailedError"];
            428: components["responses"]["DetailedError"];
            500: components["responses"]["DetailedError"];
            503: components["responses"]["DetailedError"];
        };
    };
}
