// Made by `npm run client` from /openapi/events.json: do not edit.

export interface paths {
    "/topics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Names of the topics */
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
                        "application/vnd.kafka.v2+json": string[];
                        "application/json": string[];
                    };
                };
                400: components["responses"]["KafkaError"];
                401: components["responses"]["KafkaError"];
                403: components["responses"]["KafkaError"];
                404: components["responses"]["KafkaError"];
                406: components["responses"]["KafkaError"];
                409: components["responses"]["KafkaError"];
                413: components["responses"]["KafkaError"];
                414: components["responses"]["KafkaError"];
                415: components["responses"]["KafkaError"];
                422: components["responses"]["KafkaError"];
                429: components["responses"]["KafkaError"];
                500: components["responses"]["KafkaError"];
                503: components["responses"]["KafkaError"];
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
    "/topics/{topic}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A topic and its partitions */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    topic: string;
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
                        "application/vnd.kafka.v2+json": {
                            name: string;
                            configs: {
                                [key: string]: string;
                            };
                            partitions: {
                                partition: number;
                                leader: number;
                                replicas: {
                                    broker: number;
                                    leader: boolean;
                                    in_sync: boolean;
                                }[];
                            }[];
                        };
                        "application/json": {
                            name: string;
                            configs: {
                                [key: string]: string;
                            };
                            partitions: {
                                partition: number;
                                leader: number;
                                replicas: {
                                    broker: number;
                                    leader: boolean;
                                    in_sync: boolean;
                                }[];
                            }[];
                        };
                    };
                };
                400: components["responses"]["KafkaError"];
                401: components["responses"]["KafkaError"];
                403: components["responses"]["KafkaError"];
                404: components["responses"]["KafkaError"];
                406: components["responses"]["KafkaError"];
                409: components["responses"]["KafkaError"];
                413: components["responses"]["KafkaError"];
                414: components["responses"]["KafkaError"];
                415: components["responses"]["KafkaError"];
                422: components["responses"]["KafkaError"];
                429: components["responses"]["KafkaError"];
                500: components["responses"]["KafkaError"];
                503: components["responses"]["KafkaError"];
            };
        };
        put?: never;
        /**
         * Produce records to a topic
         * @description What cannot be kept is refused record by record inside the answer 200.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    topic: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/vnd.kafka.json.v2+json": {
                        records: {
                            /** @description In the embedded format: base64 text, or any JSON */
                            key?: unknown;
                            /** @description In the embedded format: base64 text, or any JSON */
                            value?: unknown;
                            partition?: number | null;
                            headers?: {
                                name: string;
                                /** @description base64 */
                                value: string | null;
                            }[];
                        }[];
                        key_schema?: string | null;
                        key_schema_id?: number | null;
                        value_schema?: string | null;
                        value_schema_id?: number | null;
                    };
                    "application/vnd.kafka.binary.v2+json": {
                        records: {
                            /** @description In the embedded format: base64 text, or any JSON */
                            key?: unknown;
                            /** @description In the embedded format: base64 text, or any JSON */
                            value?: unknown;
                            partition?: number | null;
                            headers?: {
                                name: string;
                                /** @description base64 */
                                value: string | null;
                            }[];
                        }[];
                        key_schema?: string | null;
                        key_schema_id?: number | null;
                        value_schema?: string | null;
                        value_schema_id?: number | null;
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
                        "application/vnd.kafka.v2+json": {
                            offsets: {
                                partition: number | null;
                                offset: number | null;
                                /** @description 1: final; 2: try again */
                                error_code: number | null;
                                error: string | null;
                            }[];
                            /** @enum {object|null} */
                            key_schema_id: never | null;
                            /** @enum {object|null} */
                            value_schema_id: never | null;
                        };
                        "application/json": {
                            offsets: {
                                partition: number | null;
                                offset: number | null;
                                /** @description 1: final; 2: try again */
                                error_code: number | null;
                                error: string | null;
                            }[];
                            /** @enum {object|null} */
                            key_schema_id: never | null;
                            /** @enum {object|null} */
                            value_schema_id: never | null;
                        };
                    };
                };
                400: components["responses"]["KafkaError"];
                401: components["responses"]["KafkaError"];
                403: components["responses"]["KafkaError"];
                404: components["responses"]["KafkaError"];
                406: components["responses"]["KafkaError"];
                409: components["responses"]["KafkaError"];
                413: components["responses"]["KafkaError"];
                414: components["responses"]["KafkaError"];
                415: components["responses"]["KafkaError"];
                422: components["responses"]["KafkaError"];
                429: components["responses"]["KafkaError"];
                500: components["responses"]["KafkaError"];
                503: components["responses"]["KafkaError"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/topics/{topic}/partitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Partitions of a topic */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    topic: string;
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
                        "application/vnd.kafka.v2+json": {
                            partition: number;
                            leader: number;
                            replicas: {
                                broker: number;
                                leader: boolean;
                                in_sync: boolean;
                            }[];
                        }[];
                        "application/json": {
                            partition: number;
                            leader: number;
                            replicas: {
                                broker: number;
                                leader: boolean;
                                in_sync: boolean;
                            }[];
                        }[];
                    };
                };
                400: components["responses"]["KafkaError"];
                401: components["responses"]["KafkaError"];
                403: components["responses"]["KafkaError"];
                404: components["responses"]["KafkaError"];
                406: components["responses"]["KafkaError"];
                409: components["responses"]["KafkaError"];
                413: components["responses"]["KafkaError"];
                414: components["responses"]["KafkaError"];
                415: components["responses"]["KafkaError"];
                422: components["responses"]["KafkaError"];
                429: components["responses"]["KafkaError"];
                500: components["responses"]["KafkaError"];
                503: components["responses"]["KafkaError"];
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
    "/topics/{topic}/partitions/{partition}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A partition */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    topic: string;
                    partition: string;
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
                        "application/vnd.kafka.v2+json": {
                            partition: number;
                            leader: number;
                            replicas: {
                                broker: number;
                                leader: boolean;
                                in_sync: boolean;
                            }[];
                        };
                        "application/json": {
                            partition: number;
                            leader: number;
                            replicas: {
                                broker: number;
                                leader: boolean;
                                in_sync: boolean;
                            }[];
                        };
                    };
                };
                400: components["responses"]["KafkaError"];
                401: components["responses"]["KafkaError"];
                403: components["responses"]["KafkaError"];
                404: components["responses"]["KafkaError"];
                406: components["responses"]["KafkaError"];
                409: components["responses"]["KafkaError"];
                413: components["responses"]["KafkaError"];
                414: components["responses"]["KafkaError"];
                415: components["responses"]["KafkaError"];
                422: components["responses"]["KafkaError"];
                429: components["responses"]["KafkaError"];
                500: components["responses"]["KafkaError"];
                503: components["responses"]["KafkaError"];
            };
        };
        put?: never;
        /**
         * Produce records to one partition
         * @description What cannot be kept is refused record by record inside the answer 200.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    topic: string;
                    partition: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/vnd.kafka.json.v2+json": {
                        records: {
                            /** @description In the embedded format: base64 text, or any JSON */
                            key?: unknown;
                            /** @description In the embedded format: base64 text, or any JSON */
                            value?: unknown;
                            partition?: number | null;
                            headers?: {
                                name: string;
                                /** @description base64 */
                                value: string | null;
                            }[];
                        }[];
                        key_schema?: string | null;
                        key_schema_id?: number | null;
                        value_schema?: string | null;
                        value_schema_id?: number | null;
                    };
                    "application/vnd.kafka.binary.v2+json": {
                        records: {
                            /** @description In the embedded format: base64 text, or any JSON */
                            key?: unknown;
                            /** @description In the embedded format: base64 text, or any JSON */
                            value?: unknown;
                            partition?: number | null;
                            headers?: {
                                name: string;
                                /** @description base64 */
                                value: string | null;
                            }[];
                        }[];
                        key_schema?: string | null;
                        key_schema_id?: number | null;
                        value_schema?: string | null;
                        value_schema_id?: number | null;
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
                        "application/vnd.kafka.v2+json": {
                            offsets: {
                                partition: number | null;
                                offset: number | null;
                                /** @description 1: final; 2: try again */
                                error_code: number | null;
                                error: string | null;
                            }[];
                            /** @enum {object|null} */
                            key_schema_id: never | null;
                            /** @enum {object|null} */
                            value_schema_id: never | null;
                        };
                        "application/json": {
                            offsets: {
                                partition: number | null;
                                offset: number | null;
                                /** @description 1: final; 2: try again */
                                error_code: number | null;
                                error: string | null;
                            }[];
                            /** @enum {object|null} */
                            key_schema_id: never | null;
                            /** @enum {object|null} */
                            value_schema_id: never | null;
                        };
                    };
                };
                400: components["responses"]["KafkaError"];
                401: components["responses"]["KafkaError"];
                403: components["responses"]["KafkaError"];
                404: components["responses"]["KafkaError"];
                406: components["responses"]["KafkaError"];
                409: components["responses"]["KafkaError"];
                413: components["responses"]["KafkaError"];
                414: components["responses"]["KafkaError"];
                415: components["responses"]["KafkaError"];
                422: components["responses"]["KafkaError"];
                429: components["responses"]["KafkaError"];
                500: components["responses"]["KafkaError"];
                503: components["responses"]["KafkaError"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/topics/{topic}/partitions/{partition}/offsets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** First kept offset of a partition, and the one that comes next */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    topic: string;
                    partition: string;
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
                        "application/vnd.kafka.v2+json": {
                            beginning_offset: number;
                            end_offset: number;
                        };
                        "application/json": {
                            beginning_offset: number;
                            end_offset: number;
                        };
                    };
                };
                400: components["responses"]["KafkaError"];
                401: components["responses"]["KafkaError"];
                403: components["responses"]["KafkaError"];
                404: components["responses"]["KafkaError"];
                406: components["responses"]["KafkaError"];
                409: components["responses"]["KafkaError"];
                413: components["responses"]["KafkaError"];
                414: components["responses"]["KafkaError"];
                415: components["responses"]["KafkaError"];
                422: components["responses"]["KafkaError"];
                429: components["responses"]["KafkaError"];
                500: components["responses"]["KafkaError"];
                503: components["responses"]["KafkaError"];
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
    "/brokers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ids of the brokers */
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
                        "application/vnd.kafka.v2+json": {
                            brokers: number[];
                        };
                        "application/json": {
                            brokers: number[];
                        };
                    };
                };
                400: components["responses"]["KafkaError"];
                401: components["responses"]["KafkaError"];
                403: components["responses"]["KafkaError"];
                404: components["responses"]["KafkaError"];
                406: components["responses"]["KafkaError"];
                409: components["responses"]["KafkaError"];
                413: components["responses"]["KafkaError"];
                414: components["responses"]["KafkaError"];
                415: components["responses"]["KafkaError"];
                422: components["responses"]["KafkaError"];
                429: components["responses"]["KafkaError"];
                500: components["responses"]["KafkaError"];
                503: components["responses"]["KafkaError"];
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
    "/consumers/{group}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a consumer instance in a group */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    group: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/vnd.kafka.v2+json": {
                        /** @description As name; older clients */
                        id?: string;
                        name?: string;
                        /** @description binary (where absent) or json */
                        format?: string;
                        "auto.offset.reset"?: string | number | boolean;
                        "auto.commit.enable"?: string | number | boolean;
                        "fetch.min.bytes"?: string | number | boolean;
                        "consumer.request.timeout.ms"?: string | number | boolean;
                        "topic.metadata.refresh.interval.ms"?: string | number | boolean;
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
                        "application/vnd.kafka.v2+json": {
                            instance_id: string;
                            base_uri: string;
                        };
                        "application/json": {
                            instance_id: string;
                            base_uri: string;
                        };
                    };
                };
                400: components["responses"]["KafkaError"];
                401: components["responses"]["KafkaError"];
                403: components["responses"]["KafkaError"];
                404: components["responses"]["KafkaError"];
                406: components["responses"]["KafkaError"];
                409: components["responses"]["KafkaError"];
                413: components["responses"]["KafkaError"];
                414: components["responses"]["KafkaError"];
                415: components["responses"]["KafkaError"];
                422: components["responses"]["KafkaError"];
                429: components["responses"]["KafkaError"];
                500: components["responses"]["KafkaError"];
                503: components["responses"]["KafkaError"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/consumers/{group}/instances/{instance}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a consumer instance */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    group: string;
                    instance: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["KafkaError"];
                401: components["responses"]["KafkaError"];
                403: components["responses"]["KafkaError"];
                404: components["responses"]["KafkaError"];
                406: components["responses"]["KafkaError"];
                409: components["responses"]["KafkaError"];
                413: components["responses"]["KafkaError"];
                414: components["responses"]["KafkaError"];
                415: components["responses"]["KafkaError"];
                422: components["responses"]["KafkaError"];
                429: components["responses"]["KafkaError"];
                500: components["responses"]["KafkaError"];
                503: components["responses"]["KafkaError"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/consumers/{group}/instances/{instance}/subscription": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Topics subscribed to */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    group: string;
                    instance: string;
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
                        "application/vnd.kafka.v2+json": {
                            topics: string[];
                        };
                        "application/json": {
                            topics: string[];
                        };
                    };
                };
                400: components["responses"]["KafkaError"];
                401: components["responses"]["KafkaError"];
                403: components["responses"]["KafkaError"];
                404: components["responses"]["KafkaError"];
                406: components["responses"]["KafkaError"];
                409: components["responses"]["KafkaError"];
                413: components["responses"]["KafkaError"];
                414: components["responses"]["KafkaError"];
                415: components["responses"]["KafkaError"];
                422: components["responses"]["KafkaError"];
                429: components["responses"]["KafkaError"];
                500: components["responses"]["KafkaError"];
                503: components["responses"]["KafkaError"];
            };
        };
        put?: never;
        /** Subscribe to topics by name or pattern */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    group: string;
                    instance: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/vnd.kafka.v2+json": {
                        topics?: string[] | null;
                        topic_pattern?: string | null;
                    };
                };
            };
            responses: {
                /** @description Done */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["KafkaError"];
                401: components["responses"]["KafkaError"];
                403: components["responses"]["KafkaError"];
                404: components["responses"]["KafkaError"];
                406: components["responses"]["KafkaError"];
                409: components["responses"]["KafkaError"];
                413: components["responses"]["KafkaError"];
                414: components["responses"]["KafkaError"];
                415: components["responses"]["KafkaError"];
                422: components["responses"]["KafkaError"];
                429: components["responses"]["KafkaError"];
                500: components["responses"]["KafkaError"];
                503: components["responses"]["KafkaError"];
            };
        };
        /** Unsubscribe */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    group: string;
                    instance: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["KafkaError"];
                401: components["responses"]["KafkaError"];
                403: components["responses"]["KafkaError"];
                404: components["responses"]["KafkaError"];
                406: components["responses"]["KafkaError"];
                409: components["responses"]["KafkaError"];
                413: components["responses"]["KafkaError"];
                414: components["responses"]["KafkaError"];
                415: components["responses"]["KafkaError"];
                422: components["responses"]["KafkaError"];
                429: components["responses"]["KafkaError"];
                500: components["responses"]["KafkaError"];
                503: components["responses"]["KafkaError"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/consumers/{group}/instances/{instance}/assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Partitions that the instance holds */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    group: string;
                    instance: string;
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
                        "application/vnd.kafka.v2+json": {
                            partitions: {
                                topic: string;
                                partition: number;
                            }[];
                        };
                        "application/json": {
                            partitions: {
                                topic: string;
                                partition: number;
                            }[];
                        };
                    };
                };
                400: components["responses"]["KafkaError"];
                401: components["responses"]["KafkaError"];
                403: components["responses"]["KafkaError"];
                404: components["responses"]["KafkaError"];
                406: components["responses"]["KafkaError"];
                409: components["responses"]["KafkaError"];
                413: components["responses"]["KafkaError"];
                414: components["responses"]["KafkaError"];
                415: components["responses"]["KafkaError"];
                422: components["responses"]["KafkaError"];
                429: components["responses"]["KafkaError"];
                500: components["responses"]["KafkaError"];
                503: components["responses"]["KafkaError"];
            };
        };
        put?: never;
        /** Assign partitions by hand */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    group: string;
                    instance: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/vnd.kafka.v2+json": {
                        partitions: {
                            topic: string;
                            partition: number;
                        }[];
                    };
                };
            };
            responses: {
                /** @description Done */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["KafkaError"];
                401: components["responses"]["KafkaError"];
                403: components["responses"]["KafkaError"];
                404: components["responses"]["KafkaError"];
                406: components["responses"]["KafkaError"];
                409: components["responses"]["KafkaError"];
                413: components["responses"]["KafkaError"];
                414: components["responses"]["KafkaError"];
                415: components["responses"]["KafkaError"];
                422: components["responses"]["KafkaError"];
                429: components["responses"]["KafkaError"];
                500: components["responses"]["KafkaError"];
                503: components["responses"]["KafkaError"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/consumers/{group}/instances/{instance}/offsets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Offsets that the group has committed
         * @description The request has a body: {"partitions": [{"topic": …, "partition": …}]}
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    group: string;
                    instance: string;
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
                        "application/vnd.kafka.v2+json": {
                            offsets: {
                                topic: string;
                                partition: number;
                                offset: number;
                                metadata?: string | null;
                            }[];
                        };
                        "application/json": {
                            offsets: {
                                topic: string;
                                partition: number;
                                offset: number;
                                metadata?: string | null;
                            }[];
                        };
                    };
                };
                400: components["responses"]["KafkaError"];
                401: components["responses"]["KafkaError"];
                403: components["responses"]["KafkaError"];
                404: components["responses"]["KafkaError"];
                406: components["responses"]["KafkaError"];
                409: components["responses"]["KafkaError"];
                413: components["responses"]["KafkaError"];
                414: components["responses"]["KafkaError"];
                415: components["responses"]["KafkaError"];
                422: components["responses"]["KafkaError"];
                429: components["responses"]["KafkaError"];
                500: components["responses"]["KafkaError"];
                503: components["responses"]["KafkaError"];
            };
        };
        put?: never;
        /** Commit offsets; without a body, everything that has been fetched */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    group: string;
                    instance: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/vnd.kafka.v2+json": {
                        offsets?: {
                            topic: string;
                            partition: number;
                            offset: number;
                            metadata?: string | null;
                        }[];
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
                        "application/vnd.kafka.v2+json": unknown[];
                        "application/json": unknown[];
                    };
                };
                400: components["responses"]["KafkaError"];
                401: components["responses"]["KafkaError"];
                403: components["responses"]["KafkaError"];
                404: components["responses"]["KafkaError"];
                406: components["responses"]["KafkaError"];
                409: components["responses"]["KafkaError"];
                413: components["responses"]["KafkaError"];
                414: components["responses"]["KafkaError"];
                415: components["responses"]["KafkaError"];
                422: components["responses"]["KafkaError"];
                429: components["responses"]["KafkaError"];
                500: components["responses"]["KafkaError"];
                503: components["responses"]["KafkaError"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/consumers/{group}/instances/{instance}/positions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fetch from these offsets on */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    group: string;
                    instance: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/vnd.kafka.v2+json": {
                        offsets: {
                            topic: string;
                            partition: number;
                            offset: number;
                            metadata?: string | null;
                        }[];
                    };
                };
            };
            responses: {
                /** @description Done */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["KafkaError"];
                401: components["responses"]["KafkaError"];
                403: components["responses"]["KafkaError"];
                404: components["responses"]["KafkaError"];
                406: components["responses"]["KafkaError"];
                409: components["responses"]["KafkaError"];
                413: components["responses"]["KafkaError"];
                414: components["responses"]["KafkaError"];
                415: components["responses"]["KafkaError"];
                422: components["responses"]["KafkaError"];
                429: components["responses"]["KafkaError"];
                500: components["responses"]["KafkaError"];
                503: components["responses"]["KafkaError"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/consumers/{group}/instances/{instance}/positions/beginning": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fetch from the beginning on */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    group: string;
                    instance: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/vnd.kafka.v2+json": {
                        partitions: {
                            topic: string;
                            partition: number;
                        }[];
                    };
                };
            };
            responses: {
                /** @description Done */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["KafkaError"];
                401: components["responses"]["KafkaError"];
                403: components["responses"]["KafkaError"];
                404: components["responses"]["KafkaError"];
                406: components["responses"]["KafkaError"];
                409: components["responses"]["KafkaError"];
                413: components["responses"]["KafkaError"];
                414: components["responses"]["KafkaError"];
                415: components["responses"]["KafkaError"];
                422: components["responses"]["KafkaError"];
                429: components["responses"]["KafkaError"];
                500: components["responses"]["KafkaError"];
                503: components["responses"]["KafkaError"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/consumers/{group}/instances/{instance}/positions/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fetch from the end on */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    group: string;
                    instance: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/vnd.kafka.v2+json": {
                        partitions: {
                            topic: string;
                            partition: number;
                        }[];
                    };
                };
            };
            responses: {
                /** @description Done */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["KafkaError"];
                401: components["responses"]["KafkaError"];
                403: components["responses"]["KafkaError"];
                404: components["responses"]["KafkaError"];
                406: components["responses"]["KafkaError"];
                409: components["responses"]["KafkaError"];
                413: components["responses"]["KafkaError"];
                414: components["responses"]["KafkaError"];
                415: components["responses"]["KafkaError"];
                422: components["responses"]["KafkaError"];
                429: components["responses"]["KafkaError"];
                500: components["responses"]["KafkaError"];
                503: components["responses"]["KafkaError"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/consumers/{group}/instances/{instance}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch records
         * @description Records that the access rules do not give to the caller are left out, one by one.
         */
        get: {
            parameters: {
                query?: {
                    /** @description ms; counts where it is below consumer.request.timeout.ms of the instance */
                    timeout?: number;
                    /** @description Keys and values, unencoded; one record is always given */
                    max_bytes?: number;
                };
                header?: never;
                path: {
                    group: string;
                    instance: string;
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
                        "application/vnd.kafka.json.v2+json": {
                            topic: string;
                            key: unknown;
                            value: unknown;
                            partition: number;
                            offset: number;
                            /** @description ms since 1970 */
                            timestamp: number;
                            headers?: unknown[];
                        }[];
                        "application/vnd.kafka.binary.v2+json": {
                            topic: string;
                            key: unknown;
                            value: unknown;
                            partition: number;
                            offset: number;
                            /** @description ms since 1970 */
                            timestamp: number;
                            headers?: unknown[];
                        }[];
                        "application/vnd.kafka.v2+json": {
                            topic: string;
                            key: unknown;
                            value: unknown;
                            partition: number;
                            offset: number;
                            /** @description ms since 1970 */
                            timestamp: number;
                            headers?: unknown[];
                        }[];
                        "application/json": {
                            topic: string;
                            key: unknown;
                            value: unknown;
                            partition: number;
                            offset: number;
                            /** @description ms since 1970 */
                            timestamp: number;
                            headers?: unknown[];
                        }[];
                    };
                };
                /** @description Default Response */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.kafka.json.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.binary.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.v2+json": components["schemas"]["KafkaError"];
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.kafka.json.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.binary.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.v2+json": components["schemas"]["KafkaError"];
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.kafka.json.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.binary.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.v2+json": components["schemas"]["KafkaError"];
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.kafka.json.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.binary.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.v2+json": components["schemas"]["KafkaError"];
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                406: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.kafka.json.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.binary.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.v2+json": components["schemas"]["KafkaError"];
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.kafka.json.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.binary.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.v2+json": components["schemas"]["KafkaError"];
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.kafka.json.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.binary.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.v2+json": components["schemas"]["KafkaError"];
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                414: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.kafka.json.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.binary.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.v2+json": components["schemas"]["KafkaError"];
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.kafka.json.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.binary.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.v2+json": components["schemas"]["KafkaError"];
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.kafka.json.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.binary.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.v2+json": components["schemas"]["KafkaError"];
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.kafka.json.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.binary.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.v2+json": components["schemas"]["KafkaError"];
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.kafka.json.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.binary.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.v2+json": components["schemas"]["KafkaError"];
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.kafka.json.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.binary.v2+json": components["schemas"]["KafkaError"];
                        "application/vnd.kafka.v2+json": components["schemas"]["KafkaError"];
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
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
    "/v3/clusters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The cluster, in a list */
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
                            kind: string;
                            metadata: {
                                self: string;
                                resource_name?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                406: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                414: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
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
    "/v3/clusters/{cluster}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The cluster */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    cluster: string;
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
                            kind: string;
                            metadata: {
                                self: string;
                                resource_name?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                406: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                414: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
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
    "/v3/clusters/{cluster}/topics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Topics */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    cluster: string;
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
                            kind: string;
                            metadata: {
                                self: string;
                                resource_name?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                406: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                414: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
            };
        };
        put?: never;
        /** Create a topic that parties produce to */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    cluster: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        topic_name: string;
                        partitions_count?: number;
                        replication_factor?: number;
                        configs?: {
                            name: string;
                            value: unknown;
                        }[];
                        validate_only?: boolean;
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
                            kind: string;
                            metadata: {
                                self: string;
                                resource_name?: string;
                            };
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
                            kind: string;
                            metadata: {
                                self: string;
                                resource_name?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                406: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                414: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster}/topics/{topic}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A topic */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    cluster: string;
                    topic: string;
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
                            kind: string;
                            metadata: {
                                self: string;
                                resource_name?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                406: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                414: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove a topic with everything in it */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    cluster: string;
                    topic: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                406: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                414: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster}/topics/{topic}/configs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Settings of a topic */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    cluster: string;
                    topic: string;
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
                            kind: string;
                            metadata: {
                                self: string;
                                resource_name?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                406: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                414: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
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
    "/v3/clusters/{cluster}/topics/{topic}/configs/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A setting */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    cluster: string;
                    topic: string;
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
                            kind: string;
                            metadata: {
                                self: string;
                                resource_name?: string;
                            };
                        };
                    };
                };
                /** @description Default Response */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                406: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                414: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
            };
        };
        /** Change a setting */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    cluster: string;
                    topic: string;
                    name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        value: unknown;
                    };
                };
            };
            responses: {
                /** @description Done */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                406: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                414: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
            };
        };
        post?: never;
        /** Set a setting back to its standard */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    cluster: string;
                    topic: string;
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                406: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                414: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster}/topics/{topic}/configs:alter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change several settings */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    cluster: string;
                    topic: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        data: {
                            name: string;
                            value?: unknown;
                            operation?: "SET" | "DELETE";
                        }[];
                        validate_only?: boolean;
                    };
                };
            };
            responses: {
                /** @description Done */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Default Response */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                406: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                414: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v3/clusters/{cluster}/topics/{topic}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Produce records, streamed as concatenated JSON
         * @description The answer is 200 whatever becomes of the records: `error_code` of each says it.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    cluster: string;
                    topic: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        partition_id?: number | null;
                        /** @description ISO 8601 */
                        timestamp?: string | null;
                        headers?: {
                            name: string;
                            value?: string | null;
                        }[];
                        key?: {
                            type: "BINARY" | "JSON" | "STRING";
                            /** @description base64 text, any JSON, or text */
                            data?: unknown;
                        } | null;
                        value?: {
                            type: "BINARY" | "JSON" | "STRING";
                            /** @description base64 text, any JSON, or text */
                            data?: unknown;
                        } | null;
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
                            /** @description 200 where the record is kept */
                            error_code: number;
                            message?: string;
                            cluster_id?: string;
                            topic_name?: string;
                            partition_id?: number;
                            offset?: number;
                            timestamp?: string;
                        };
                    };
                };
                /** @description Default Response */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                406: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                414: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KafkaError"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/asyncapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** AsyncAPI document of topics and records */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description AsyncAPI 3.0 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
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
    "/v1/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow topics as server-sent events, and resume by Last-Event-ID
         * @description Events are named after their topic; `gap` tells that records are no longer kept, `end` why the stream ends. The records themselves are described by the AsyncAPI document.
         */
        get: {
            parameters: {
                query: {
                    /** @description Names with commas between them */
                    topics: string;
                    /** @description Where to begin without Last-Event-ID; latest where absent */
                    from?: "earliest" | "latest";
                    /** @description For clients that cannot send Last-Event-ID */
                    lastEventId?: string;
                };
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
                        "text/event-stream": components["schemas"]["StreamEvent"];
                    };
                };
                400: components["responses"]["Error"];
                401: components["responses"]["Error"];
                403: components["responses"]["Error"];
                404: components["responses"]["Error"];
                429: components["responses"]["Error"];
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
export type operations = Record<string, never>;
