// Made by `npm run client` from /openapi/alarms.json: do not edit.

export interface paths {
    "/v1/alarms/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rules of the caller */
        get: operations["list-alarm-rules"];
        put?: never;
        /** Make a rule; it is judged from now on */
        post: operations["make-alarm-rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alarms/rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One rule */
        get: operations["show-alarm-rule"];
        /**
         * Change a rule
         * @description What rings by a condition that is changed is over. If-Match says what the change is made to.
         */
        put: operations["change-alarm-rule"];
        post?: never;
        /** Remove a rule; what rings by it is over */
        delete: operations["remove-alarm-rule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alarms/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * When a rule would have rung over the past day
         * @description It is read as the caller, and entered in the read ledger as his.
         */
        post: operations["preview-alarm-rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alarms/active": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What rings now, the newest first */
        get: operations["list-active-alarms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alarms/active/{id}/acknowledgement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that somebody takes care: it is not told again until it is over */
        post: operations["acknowledge-alarm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alarms/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What rang, what was told to whom, and what people did, the newest first */
        get: operations["alarm-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alarms/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell something once, on channels */
        post: operations["send-alarm-message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alarms/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What rules and channels of the caller may name */
        get: operations["alarm-options"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alarms/silences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Silences that hold, will hold, or ended within a day */
        get: operations["list-silences"];
        put?: never;
        /** Let alarms ring for a time without telling them */
        post: operations["make-silence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alarms/silences/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a silence now */
        delete: operations["end-silence"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alarms/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Channels that the caller may use; to others than the DSO they are names */
        get: operations["list-channels"];
        put?: never;
        /**
         * Make a channel
         * @description Secrets stand in files or variables of the service; a channel names one.
         */
        post: operations["make-channel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alarms/channels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change a channel */
        put: operations["change-channel"];
        post?: never;
        /** Remove a channel that no rule of the DSO names */
        delete: operations["remove-channel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alarms/channels/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test, and tell what the other side has said */
        post: operations["test-channel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alarms/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hear of every change of your alarms, as server-sent events */
        get: operations["alarm-stream"];
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
        /** Alarm */
        Alarm: {
            /** @example 17 */
            id: number;
            /** @example 0b8f6f4e-3c1d-4f6a-9a57-2f1c9d1f0e11 */
            rule?: string;
            name: string;
            /**
             * @example warning
             * @enum {unknown}
             */
            severity: "info" | "warning" | "critical";
            /** @description what it is about: a PoD and its meter, a service, an anomaly */
            subject: string;
            /** @description in English */
            text: string;
            /** @description the same in each language */
            texts: {
                en: string;
                it: string;
            };
            /** @description when it rang */
            value?: number;
            /**
             * Format: date-time
             * @description what it waits for holds since then
             */
            since: string;
            /**
             * Format: date-time
             * @example 2026-11-26T09:00:00.000Z
             */
            rangAt: string;
            /**
             * Format: date-time
             * @example 2026-11-26T09:00:00.000Z
             */
            acknowledgedAt?: string;
            acknowledgedBy?: string;
            note?: string;
            /**
             * Format: date-time
             * @example 2026-11-26T09:00:00.000Z
             */
            toldAt?: string;
            /** @description how often */
            told: number;
            /** @description a silence holds for it now */
            silenced: boolean;
        };
        /** AlarmOptions */
        AlarmOptions: {
            /** @description whether e-mail can be sent */
            email: boolean;
            /** @description names that channels may use */
            secrets: string[];
            /** @description whose metrics rules may name */
            services: string[];
            /** @description of readings */
            values: string[];
            /** @description of conditions that the caller may use */
            kinds: string[];
        };
        /** AlarmsChanged */
        AlarmsChanged: {
            /** @enum {unknown} */
            event: "changed";
            /** @description empty: ask again for what you show */
            data: string;
        };
        /**
         * AnchorAgeCondition
         * @description anchoring is behind
         */
        AnchorAgeCondition: {
            /** @enum {unknown} */
            kind: "anchor-age";
            /**
             * @description age of the oldest reading that is not anchored, in s
             * @example 600
             */
            aboveS: number;
        };
        /**
         * AnomalyCondition
         * @description an anomaly is open
         */
        AnomalyCondition: {
            /** @enum {unknown} */
            kind: "anomaly";
            /** @description every type where absent */
            types?: string[];
            /**
             * @description info where absent
             * @enum {unknown}
             */
            leastSeverity?: "info" | "warning" | "critical";
            /**
             * @description PoD; every one where absent
             * @example IT999E00000001
             */
            pod?: string;
            node?: string;
        };
        /** ChannelName */
        ChannelName: {
            /** @example 0b8f6f4e-3c1d-4f6a-9a57-2f1c9d1f0e11 */
            id: string;
            /** @enum {unknown} */
            kind: "email" | "slack" | "webhook";
            name: string;
        };
        /** ChannelTest */
        ChannelTest: {
            ok: boolean;
            /** @description what the other side has said, or why it was not reached */
            answer: string;
            tookMs: number;
        };
        /** EmailChannel */
        EmailChannel: {
            /**
             * @example email
             * @enum {unknown}
             */
            kind: "email";
            /** @example Control room */
            name: string;
            to: string[];
            /**
             * @description ids of aggregators and customers that may name it in rules; the DSO always may
             * @example [
             *       "aggregator-1"
             *     ]
             */
            usableBy?: string[];
            /**
             * @description of what is told there; default en
             * @example it
             * @enum {unknown}
             */
            language?: "en" | "it";
        };
        /** EmailChannelState */
        EmailChannelState: {
            /**
             * @example email
             * @enum {unknown}
             */
            kind: "email";
            /** @example Control room */
            name: string;
            to: string[];
            /**
             * @description ids of aggregators and customers that may name it in rules; the DSO always may
             * @example [
             *       "aggregator-1"
             *     ]
             */
            usableBy?: string[];
            /**
             * @description of what is told there; default en
             * @example it
             * @enum {unknown}
             */
            language?: "en" | "it";
            /** @example 0b8f6f4e-3c1d-4f6a-9a57-2f1c9d1f0e11 */
            id: string;
            /**
             * @description as in the ETag
             * @example 1
             */
            revision: number;
            /** @description notices that it has not taken yet */
            waiting: number;
            /** @description sent, waiting or failed: the latest notice */
            last?: string;
            /** @description what the other side has said */
            lastAnswer?: string;
        };
        /** Error */
        Error: {
            /** @example ALM_RULE_UNKNOWN */
            code: string;
            message: string;
        };
        /** HistoryEvent */
        HistoryEvent: {
            id: number;
            alarm?: number;
            /** @enum {unknown} */
            what: "rang" | "told" | "repeated" | "over" | "acknowledged" | "message" | "sent" | "failed" | "silenced" | "silence-ended" | "rule-made" | "rule-changed" | "rule-removed";
            /**
             * Format: date-time
             * @example 2026-11-26T09:00:00.000Z
             */
            at: string;
            by?: string;
            text: string;
        };
        /**
         * MetricCondition
         * @description a metric of the system; `up` is 1 where a service answers
         */
        MetricCondition: {
            /** @enum {unknown} */
            kind: "metric";
            /** @example access_layer_batches_waiting */
            metric: string;
            /** @description every one where absent */
            service?: string;
            /** @description only samples with these; they are added up */
            labels?: {
                name: string;
                value: string;
            }[];
            /**
             * @description on which side of the limit it rings
             * @example above
             * @enum {unknown}
             */
            side: "above" | "below";
            /**
             * @description in the unit of the value
             * @example 4500
             */
            limit: number;
            /**
             * @description it is over when the value is so far back behind the limit
             * @example 200
             */
            hysteresis?: number;
        };
        /**
         * MissingCondition
         * @description no reading comes
         */
        MissingCondition: {
            /** @enum {unknown} */
            kind: "missing";
            /**
             * @description PoD; every one where absent
             * @example IT999E00000001
             */
            pod?: string;
            /**
             * @description no reading has come for so long, in s
             * @example 900
             */
            noneForS: number;
        };
        /** Preview */
        Preview: {
            /**
             * Format: date-time
             * @example 2026-11-26T09:00:00.000Z
             */
            from: string;
            /**
             * Format: date-time
             * @example 2026-11-26T09:00:00.000Z
             */
            until: string;
            /** @description what it would have been judged by; long ones are thinned to the highest and lowest */
            series: {
                subject: string;
                timesMs: number[];
                values: number[];
            }[];
            /** @description when it would have rung */
            rings: {
                /**
                 * Format: date-time
                 * @example 2026-11-26T09:00:00.000Z
                 */
                from: string;
                /**
                 * Format: date-time
                 * @example 2026-11-26T09:00:00.000Z
                 */
                until?: string;
                subject: string;
            }[];
            /** @description what is not known of the day */
            note?: string;
        };
        /** Rule */
        Rule: {
            /** @example 0b8f6f4e-3c1d-4f6a-9a57-2f1c9d1f0e11 */
            id: string;
            /**
             * @description as in the ETag
             * @example 1
             */
            revision: number;
            /** @example Power of the school */
            name: string;
            /**
             * @example warning
             * @enum {unknown}
             */
            severity: "info" | "warning" | "critical";
            /** @description true where absent */
            enabled?: boolean;
            condition: components["schemas"]["ThresholdCondition"] | components["schemas"]["MetricCondition"] | components["schemas"]["MissingCondition"] | components["schemas"]["AnomalyCondition"] | components["schemas"]["AnchorAgeCondition"];
            /**
             * @description how long it must hold first, in s; 0 where absent
             * @example 60
             */
            forS?: number;
            /**
             * @description how often it is told again while nobody has acknowledged it, in s; 0 or absent: once
             * @example 3600
             */
            repeatS?: number;
            /**
             * @description ids of channels that it is told on
             * @example []
             */
            channels: string[];
            by: string;
            /**
             * Format: date-time
             * @example 2026-11-26T09:00:00.000Z
             */
            changedAt: string;
        };
        /** RuleBody */
        RuleBody: {
            /** @example Power of the school */
            name: string;
            /**
             * @example warning
             * @enum {unknown}
             */
            severity: "info" | "warning" | "critical";
            /** @description true where absent */
            enabled?: boolean;
            condition: components["schemas"]["ThresholdCondition"] | components["schemas"]["MetricCondition"] | components["schemas"]["MissingCondition"] | components["schemas"]["AnomalyCondition"] | components["schemas"]["AnchorAgeCondition"];
            /**
             * @description how long it must hold first, in s; 0 where absent
             * @example 60
             */
            forS?: number;
            /**
             * @description how often it is told again while nobody has acknowledged it, in s; 0 or absent: once
             * @example 3600
             */
            repeatS?: number;
            /**
             * @description ids of channels that it is told on
             * @example []
             */
            channels: string[];
        };
        /** Silence */
        Silence: {
            /** @example 0b8f6f4e-3c1d-4f6a-9a57-2f1c9d1f0e11 */
            id: string;
            /** @description id */
            rule?: string;
            subject?: string;
            /**
             * @example warning
             * @enum {unknown}
             */
            severity?: "info" | "warning" | "critical";
            /**
             * Format: date-time
             * @example 2026-11-26T09:00:00.000Z
             */
            from: string;
            /**
             * Format: date-time
             * @example 2026-11-26T09:00:00.000Z
             */
            until: string;
            by: string;
            reason: string;
        };
        /** SlackChannel */
        SlackChannel: {
            /** @enum {unknown} */
            kind: "slack";
            /** @example Control room */
            name: string;
            /**
             * @description name of the secret that holds the address of an incoming webhook
             * @example webhook
             */
            secret: string;
            /**
             * @description ids of aggregators and customers that may name it in rules; the DSO always may
             * @example [
             *       "aggregator-1"
             *     ]
             */
            usableBy?: string[];
            /**
             * @description of what is told there; default en
             * @example it
             * @enum {unknown}
             */
            language?: "en" | "it";
        };
        /** SlackChannelState */
        SlackChannelState: {
            /** @enum {unknown} */
            kind: "slack";
            /** @example Control room */
            name: string;
            /**
             * @description name of the secret that holds the address of an incoming webhook
             * @example webhook
             */
            secret: string;
            /**
             * @description ids of aggregators and customers that may name it in rules; the DSO always may
             * @example [
             *       "aggregator-1"
             *     ]
             */
            usableBy?: string[];
            /**
             * @description of what is told there; default en
             * @example it
             * @enum {unknown}
             */
            language?: "en" | "it";
            /** @example 0b8f6f4e-3c1d-4f6a-9a57-2f1c9d1f0e11 */
            id: string;
            /**
             * @description as in the ETag
             * @example 1
             */
            revision: number;
            /** @description notices that it has not taken yet */
            waiting: number;
            /** @description sent, waiting or failed: the latest notice */
            last?: string;
            /** @description what the other side has said */
            lastAnswer?: string;
        };
        /**
         * ThresholdCondition
         * @description a value of readings
         */
        ThresholdCondition: {
            /**
             * @example threshold
             * @enum {unknown}
             */
            kind: "threshold";
            /**
             * @description PoD; every one where absent
             * @example IT999E00000001
             */
            pod?: string;
            /**
             * @description of the meter; exchange where absent
             * @enum {unknown}
             */
            role?: "exchange" | "production" | "storage" | "charger" | "load";
            /**
             * @description the unit is in its name
             * @example activePowerW
             * @enum {unknown}
             */
            value: "activePowerW" | "activePowerL1W" | "activePowerL2W" | "activePowerL3W" | "reactivePowerVar" | "reactivePowerL1Var" | "reactivePowerL2Var" | "reactivePowerL3Var" | "apparentPowerVa" | "apparentPowerL1Va" | "apparentPowerL2Va" | "apparentPowerL3Va" | "powerFactor" | "powerFactorL1" | "powerFactorL2" | "powerFactorL3" | "frequencyHz" | "voltageL1V" | "voltageL2V" | "voltageL3V" | "currentL1A" | "currentL2A" | "currentL3A" | "energyImportWh" | "energyExportWh" | "reactiveEnergyImportVarh" | "reactiveEnergyExportVarh" | "quarterAveragePowerW" | "stateOfChargePercent";
            /**
             * @description on which side of the limit it rings
             * @example above
             * @enum {unknown}
             */
            side: "above" | "below";
            /**
             * @description in the unit of the value
             * @example 4500
             */
            limit: number;
            /**
             * @description it is over when the value is so far back behind the limit
             * @example 200
             */
            hysteresis?: number;
        };
        /** WebhookChannel */
        WebhookChannel: {
            /** @enum {unknown} */
            kind: "webhook";
            /** @example Control room */
            name: string;
            /** @example https://hooks.example/alarms */
            url: string;
            /**
             * @description name of the secret that signs (HMAC-SHA256)
             * @example webhook
             */
            secret: string;
            /**
             * @description ids of aggregators and customers that may name it in rules; the DSO always may
             * @example [
             *       "aggregator-1"
             *     ]
             */
            usableBy?: string[];
            /**
             * @description of what is told there; default en
             * @example it
             * @enum {unknown}
             */
            language?: "en" | "it";
        };
        /** WebhookChannelState */
        WebhookChannelState: {
            /** @enum {unknown} */
            kind: "webhook";
            /** @example Control room */
            name: string;
            /** @example https://hooks.example/alarms */
            url: string;
            /**
             * @description name of the secret that signs (HMAC-SHA256)
             * @example webhook
             */
            secret: string;
            /**
             * @description ids of aggregators and customers that may name it in rules; the DSO always may
             * @example [
             *       "aggregator-1"
             *     ]
             */
            usableBy?: string[];
            /**
             * @description of what is told there; default en
             * @example it
             * @enum {unknown}
             */
            language?: "en" | "it";
            /** @example 0b8f6f4e-3c1d-4f6a-9a57-2f1c9d1f0e11 */
            id: string;
            /**
             * @description as in the ETag
             * @example 1
             */
            revision: number;
            /** @description notices that it has not taken yet */
            waiting: number;
            /** @description sent, waiting or failed: the latest notice */
            last?: string;
            /** @description what the other side has said */
            lastAnswer?: string;
        };
    };
    responses: {
        /** @description AlarmOptions */
        AlarmOptions: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["AlarmOptions"];
            };
        };
        /** @description ChannelTest */
        ChannelTest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ChannelTest"];
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
        /** @description Preview */
        Preview: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Preview"];
            };
        };
        /** @description Rule */
        Rule: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Rule"];
            };
        };
        /** @description Silence */
        Silence: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Silence"];
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
    "list-alarm-rules": {
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
                        items: components["schemas"]["Rule"][];
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
    "make-alarm-rule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleBody"];
            };
        };
        responses: {
            201: components["responses"]["Rule"];
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            412: components["responses"]["Error"];
            413: components["responses"]["Error"];
            414: components["responses"]["Error"];
            415: components["responses"]["Error"];
            422: components["responses"]["Error"];
            428: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "show-alarm-rule": {
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
            200: components["responses"]["Rule"];
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            414: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "change-alarm-rule": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleBody"];
            };
        };
        responses: {
            200: components["responses"]["Rule"];
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            412: components["responses"]["Error"];
            413: components["responses"]["Error"];
            414: components["responses"]["Error"];
            415: components["responses"]["Error"];
            422: components["responses"]["Error"];
            428: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "remove-alarm-rule": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            412: components["responses"]["Error"];
            414: components["responses"]["Error"];
            428: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "preview-alarm-rule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleBody"];
            };
        };
        responses: {
            200: components["responses"]["Preview"];
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            413: components["responses"]["Error"];
            414: components["responses"]["Error"];
            415: components["responses"]["Error"];
            422: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "list-active-alarms": {
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
                        items: components["schemas"]["Alarm"][];
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
    "acknowledge-alarm": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example on my way */
                    note?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            413: components["responses"]["Error"];
            414: components["responses"]["Error"];
            415: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "alarm-history": {
        parameters: {
            query?: {
                /** @description 1 to 1000; default 100 */
                limit?: string;
                /** @description `next` of the page before */
                before?: string;
                /** @description only of this one */
                alarm?: string;
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
                        /** @description the newest first */
                        items: components["schemas"]["HistoryEvent"][];
                        /** @description give it as `before` for the next page */
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
    "send-alarm-message": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example Works tonight */
                    title: string;
                    /** @example The feeder is out from 22:00 to 23:00. */
                    text: string;
                    /**
                     * @example warning
                     * @enum {unknown}
                     */
                    severity?: "info" | "warning" | "critical";
                    /**
                     * @example [
                     *       "0b8f6f4e-3c1d-4f6a-9a57-2f1c9d1f0e11"
                     *     ]
                     */
                    channels: string[];
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
                        /** @description that it is on its way to */
                        channels: number;
                    };
                };
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            413: components["responses"]["Error"];
            414: components["responses"]["Error"];
            415: components["responses"]["Error"];
            422: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "alarm-options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["AlarmOptions"];
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            414: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "list-silences": {
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
                        items: components["schemas"]["Silence"][];
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
    "make-silence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description it holds for what fits all of rule, subject and severity that are given: one at least */
        requestBody: {
            content: {
                "application/json": {
                    /** @description id */
                    rule?: string;
                    subject?: string;
                    /**
                     * @example warning
                     * @enum {unknown}
                     */
                    severity?: "info" | "warning" | "critical";
                    /**
                     * Format: date-time
                     * @description now where absent
                     */
                    from?: string;
                    /**
                     * Format: date-time
                     * @example 2026-11-26T09:00:00.000Z
                     */
                    until: string;
                    /** @example works at the substation */
                    reason: string;
                };
            };
        };
        responses: {
            201: components["responses"]["Silence"];
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            413: components["responses"]["Error"];
            414: components["responses"]["Error"];
            415: components["responses"]["Error"];
            422: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "end-silence": {
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
            204: {
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
    "list-channels": {
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
                        items: (components["schemas"]["EmailChannelState"] | components["schemas"]["SlackChannelState"] | components["schemas"]["WebhookChannelState"] | components["schemas"]["ChannelName"])[];
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
    "make-channel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailChannel"] | components["schemas"]["SlackChannel"] | components["schemas"]["WebhookChannel"];
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmailChannelState"] | components["schemas"]["SlackChannelState"] | components["schemas"]["WebhookChannelState"] | components["schemas"]["ChannelName"];
                };
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            412: components["responses"]["Error"];
            413: components["responses"]["Error"];
            414: components["responses"]["Error"];
            415: components["responses"]["Error"];
            422: components["responses"]["Error"];
            428: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "change-channel": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailChannel"] | components["schemas"]["SlackChannel"] | components["schemas"]["WebhookChannel"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmailChannelState"] | components["schemas"]["SlackChannelState"] | components["schemas"]["WebhookChannelState"] | components["schemas"]["ChannelName"];
                };
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            409: components["responses"]["Error"];
            412: components["responses"]["Error"];
            413: components["responses"]["Error"];
            414: components["responses"]["Error"];
            415: components["responses"]["Error"];
            422: components["responses"]["Error"];
            428: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "remove-channel": {
        parameters: {
            query?: never;
            header?: {
                /** @description the ETag that was read */
                "if-match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            204: {
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
            412: components["responses"]["Error"];
            414: components["responses"]["Error"];
            428: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "test-channel": {
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
            200: components["responses"]["ChannelTest"];
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            404: components["responses"]["Error"];
            414: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
    "alarm-stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["AlarmsChanged"];
                };
            };
            400: components["responses"]["Error"];
            401: components["responses"]["Error"];
            403: components["responses"]["Error"];
            406: components["responses"]["Error"];
            414: components["responses"]["Error"];
            503: components["responses"]["Error"];
        };
    };
}
