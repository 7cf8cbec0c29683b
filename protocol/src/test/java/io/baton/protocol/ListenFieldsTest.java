package io.baton.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fields of a {@code queryServer} must fit together. */
final class ListenFieldsTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            "address":"127.0.0.1","port":-1,"addressType":4                        | port: -1
            "address":null,"port":-1,"addressType":6                               | port: -1
            "address":"127.0.0.1","port":null,"addressType":4                      | port: null
            "address":"127.0.0.1","addressType":4                                  | port: missing
            "address":"127.0.0.1","port":80,"addressType":4,"fd":3                 | fd: 3
            "address":null,"port":80,"addressType":6,"fd":0                        | fd: 0
            "address":null,"port":80,"addressType":4,"fd":-2                       | fd: -2
            "address":null,"port":80,"addressType":4,"readableAll":true            | readableAll: true
            "address":null,"port":80,"addressType":4,"writableAll":true            | writableAll: true
            "address":null,"port":80,"addressType":4,"flags":256                   | flags: 256
            "address":null,"port":80,"addressType":4,"flags":-1                    | flags: -1
            "address":null,"port":80,"addressType":4,"flags":"1"                   | flags: "1"
            "address":"/s","port":80,"addressType":-1                              | port: 80
            "address":"/s","port":0,"addressType":-1                               | port: 0
            "address":"/s","addressType":-1                                        | port: missing
            "address":null,"port":-1,"addressType":-1                              | address: null
            "port":-1,"addressType":-1                                             | address: missing
            "address":"/s","port":-1,"addressType":-1,"fd":3                       | fd: 3
            "address":"/s","port":-1,"addressType":-1,"flags":1                    | flags: 1
            "address":"/s","port":-1,"addressType":-1,"flags":512                  | flags: 512
            "address":"/s","port":-1,"addressType":"udp4"                          | port: -1
            "address":"::","port":-1,"addressType":"udp6"                          | port: -1
            "address":"::","port":70000,"addressType":"udp6"                       | port: 70000
            "address":"::","port":80,"addressType":"udp6","backlog":5              | backlog: 5
            "address":"::","port":80,"addressType":"udp6","readableAll":true       | readableAll: true
            "address":"0.0.0.0","port":80,"addressType":"udp4","fd":3              | address: "0.0.0.0"
            "address":null,"port":80,"addressType":"udp4","fd":3                   | port: 80
            "address":null,"addressType":"udp4","fd":3,"flags":4                   | flags: 4
            "address":null,"addressType":"udp4","fd":3,"backlog":4                 | backlog: 4
            "address":null,"port":null,"addressType":null                          | fd: missing
            "address":null,"port":null,"addressType":null,"fd":-1                  | fd: -1
            "address":null,"port":null,"addressType":null,"fd":null                | fd: null
            "address":"/s","port":null,"addressType":null,"fd":3                   | address: "/s"
            "address":null,"port":-1,"addressType":null,"fd":3                     | port: -1
            "address":null,"port":80,"addressType":null,"fd":3                     | port: 80
            "address":null,"port":null,"addressType":null,"fd":3,"flags":1         | flags: 1
            "address":null,"port":null,"addressType":null,"fd":3,"writableAll":true| writableAll: true
            """)
    void fieldsOfTwoKindsOfAddressAreRefused(String fields, String complaint) {
        assertThatThrownBy(() -> MessageCodec.decode(query(fields)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith(complaint + " (expected: ");
    }

    /** The requests of Node 18, 20, 22, 24 and 26. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "\"address\":null,\"port\":0,\"addressType\":4,\"backlog\":0",
                "\"address\":null,\"port\":0,\"addressType\":4,\"flags\":1,\"backlog\":0",
                "\"address\":\"::1\",\"port\":0,\"addressType\":6,\"flags\":1,\"backlog\":0",
                "\"address\":\"/s\",\"port\":-1,\"addressType\":-1,\"backlog\":0,\"readableAll\":true",
                "\"address\":null,\"port\":null,\"addressType\":null,\"fd\":0,\"backlog\":0",
                "\"address\":\"::\",\"addressType\":\"udp6\",\"fd\":-1,\"flags\":1",
                "\"address\":\"0.0.0.0\",\"port\":0,\"addressType\":\"udp4\",\"fd\":-1,\"flags\":4",
                "\"address\":null,\"port\":null,\"addressType\":\"udp4\",\"fd\":3,\"flags\":null",
            })
    void requestsOfAllNodeVersionsAreUnderstood(String fields) throws ProtocolException {
        assertThat(MessageCodec.decode(query(fields))).isInstanceOf(Message.QueryServer.class);
    }

    /** For a descriptor too, Node's worker names the port that it found. */
    @Test
    void listeningOnADescriptorNamesItsPort() throws ProtocolException {
        String listening = "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"listening\",\"index\":0,\"data\":null,\"address\":null,"
                + "\"port\":40299,\"addressType\":null,\"fd\":3,\"backlog\":0,\"seq\":2}";
        assertThat(MessageCodec.decode(listening)).isInstanceOf(Message.Listening.class);
    }

    /** {@code server.listen({port, backlog: '511'})} listens under Node, and must not end a worker here. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            511           | 511
            "511"         | 511
            1.5           | 1
            -3            | -3
            1000000000000 | 2147483647
            false         | 0
            null          | 0
            "many"        | 0
            {}            | 0
            [5]           | 0
            """)
    void anyBacklogOfAProgramsIsTakenAsNodeTakesIt(String said, int understood) throws ProtocolException {
        String fields = "\"address\":null,\"port\":80,\"addressType\":4,\"backlog\":" + said;
        assertThat(MessageCodec.decode(query(fields))).isInstanceOfSatisfying(Message.QueryServer.class, query -> {
            assertThat(query.request().backlog()).isEqualTo(understood);
        });
    }

    private static String query(String fields) {
        return "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"queryServer\",\"index\":0,\"data\":null," + fields + ",\"seq\":1}";
    }
}
