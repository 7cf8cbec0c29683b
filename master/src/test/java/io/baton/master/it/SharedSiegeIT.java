package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker that does not keep to the rules of shared state harms itself, and neither the others nor the master. */
@Timeout(120)
final class SharedSiegeIT {

    /** What it does on connections of its own, beside the module that keeps to the rules. */
    private static final String PROGRAM =
            """
            const net = require('net');
            const shared = require(process.env.BATON_SHARED_MODULE);
            const connect = () => net.connect('\\0' + process.env.BATON_SHARED_AT.slice(1)).on('error', () => {});
            const command = (...words) => Buffer.concat([Buffer.from(`*${words.length}\\r\\n`),
              ...words.map(word => Buffer.concat([Buffer.from(`$${word.length}\\r\\n`), Buffer.from(word), Buffer.from('\\r\\n')]))]);
            /** The lines that come until one is as expected, or the connection ends. */
            const lines = (socket, expected) => new Promise(resolve => {
              let text = '';
              socket.on('data', bytes => {
                text += bytes;
                if (text.includes(expected)) resolve(text);
              }).on('close', () => resolve(text + 'closed'));
            });
            const ask = (...commands) => {
              const socket = connect();
              commands.forEach(each => socket.write(each));
              socket.write(command('PING'));
              return lines(socket, '+PONG\\r\\n').then(text => { socket.destroy(); return text; });
            };
            const key = i => `key ${i} of many, which has a name of some length`;
            const routes = {
              count: async () => String(await shared.increment('n')),
              say: async bytes => String(await shared.publish('chat', 'x'.repeat(Number(bytes)))),
              key: async bytes => ask(command('GET', 'k'.repeat(Number(bytes)))),
              value: async bytes => ask(command('SET', 'k', 'v'.repeat(Number(bytes)))),
              unknown: async () => ask(command('FLUSHALL'), command('GET'), command('CAS', 'k', 'IF'), command('CAS', 'k', 'NONE', 'THEN'),
                command('SET', 'k', 'v', 'PX', '0'), command('INCRBY', 'k', 'x')),
              rubbish: async () => ask(Buffer.from('GET / HTTP/1.1\\r\\nHost: rubbish\\r\\n\\r\\n')),
              async deaf() {
                const socket = connect();
                socket.write(command('SUBSCRIBE', 'chat'));
                await lines(socket, 'chat\\r\\n:1\\r\\n');
                socket.pause();
                return 'subscribed';
              },
              async flood(count) {
                const socket = connect();
                let read = 0;
                const done = new Promise(resolve => socket.on('data', bytes => {
                  read += bytes.length;
                  if (read === count * '+OK\\r\\n'.length) resolve();
                }));
                for (let i = 0; i < count; i += 100) {
                  const some = Array.from({ length: 100 }, (unused, j) => command('SET', key(i + j), 'v' + (i + j)));
                  socket.write(Buffer.concat(some));
                }
                await done;
                socket.destroy();
                return String(await shared.get(key(count - 1)));
              },
              async greedy(count) {
                await shared.put('large', Buffer.alloc(65536));
                const socket = connect();
                socket.pause();
                for (let i = 0; i < count; i++) socket.write(command('GET', 'large'));
                for (let i = 0; i < 1000; i++) await shared.get('nothing');
                let read = 0;
                const done = new Promise(resolve => socket.on('data', bytes => {
                  read += bytes.length;
                  if (read === count * (65536 + '$65536\\r\\n\\r\\n'.length)) resolve();
                }));
                socket.resume();
                await done;
                socket.destroy();
                return 'all';
              },
              async connections(count) {
                const all = [];
                for (let i = 0; i < count; i++) {
                  const socket = connect();
                  socket.write(command('PING'));
                  all.push({ socket, first: lines(socket, '\\r\\n') });
                }
                const answers = await Promise.all(all.map(each => each.first));
                all.forEach(each => each.socket.destroy());
                return answers.join('');
              },
              async topics(count) {
                const all = [];
                for (let i = 0; i < count; i++) all.push(command('SUBSCRIBE', 'topic ' + i));
                return ask(Buffer.concat(all));
              },
              stranger: () => new Promise(resolve => require('child_process').execFile(process.execPath, ['-e',
                `require('net').connect('\\\\0' + process.env.BATON_SHARED_AT.slice(1)).pipe(process.stdout)`],
                (e, text) => resolve(text))),
            };
            require('http').createServer((request, response) => {
              const [, name, argument] = request.url.split('/');
              (routes[name] || (async () => `I am worker, pid: ${process.pid}, ppid: 1\\n`))(argument)
                .catch(e => e.message).then(text => response.end(text));
            }).listen(process.env.PORT);
            """;

    private final Path directory;

    private MasterProcess master;
    private int port;

    SharedSiegeIT(@TempDir Path directory) throws IOException {
        this.directory = directory;
    }

    @BeforeEach
    void start() throws IOException {
        String program =
                Files.writeString(directory.resolve("siege.js"), PROGRAM).toString();
        master = MasterProcess.ready(program, "-i", "2");
        port = master.port();
    }

    @AfterEach
    void theOthersGoOnAndStop() throws IOException {
        try (MasterProcess running = master) {
            int before = Integer.parseInt(ask("/count"));
            assertThat(ask("/count")).isEqualTo(String.valueOf(before + 1));
            assertThat(running.readyPids()).hasSize(2);
        }
    }

    @Test
    void whatIsTooLongOrUnknownIsRefusedAndTheConnectionGoesOn() throws IOException {
        assertThat(ask("/key/1048576"))
                .isEqualTo("-ERR GET: a text of 1048576 bytes (expected: 0..65536)\r\n+PONG\r\n");
        assertThat(ask("/key/1025")).isEqualTo("-ERR GET: a key of 1025 bytes (expected: 1..1024)\r\n+PONG\r\n");
        assertThat(ask("/value/65537")).isEqualTo("-ERR SET: a text of 65537 bytes (expected: 0..65536)\r\n+PONG\r\n");
        assertThat(ask("/value/65536")).isEqualTo("+OK\r\n+PONG\r\n");
        assertThat(ask("/unknown"))
                .startsWith("-ERR command: FLUSHALL (expected: GET, SET,")
                .contains(
                        "\r\n-ERR GET: 0 arguments (expected: 1)\r\n",
                        "\r\n-ERR CAS: no argument 3\r\n",
                        "\r\n-ERR CAS: words behind its arguments (expected: PX MILLISECONDS)\r\n",
                        "\r\n-ERR SET: a life of 0 ms (expected: at least 1)\r\n",
                        "\r\n-ERR INCRBY: x (expected: a 64-bit number)\r\n")
                .endsWith("\r\n+PONG\r\n");
    }

    @Test
    void whatIsNoCommandEndsTheConnectionAndIsTold() throws IOException {
        assertThat(ask("/rubbish")).startsWith("-ERR ").endsWith("\r\nclosed");
        master.await(Pattern.compile("worker \\d \\(pid \\d+\\) is not understood: "), 1);
    }

    @Test
    void aSubscriberThatDoesNotReadIsDisconnectedAndTold() throws IOException {
        assertThat(ask("/deaf")).isEqualTo("subscribed");
        await().until(() -> ask("/say/60000"), "0"::equals);
        master.await(Pattern.compile("does not read what is said to it, and was disconnected"), 1);
    }

    @Tag("long")
    @Test
    void aFloodOfKeysIsKeptAndHoldsUpNoOtherWorker() throws Exception {
        CompletableFuture<String> flood = CompletableFuture.supplyAsync(() -> get("/flood/100000"));
        AtomicInteger counted = new AtomicInteger();
        await().pollDelay(Duration.ZERO).atMost(Duration.ofMinutes(1)).until(() -> {
            assertThat(ask("/count")).isEqualTo(String.valueOf(counted.incrementAndGet()));
            return flood.isDone();
        });
        assertThat(flood.get()).isEqualTo("v99999");
    }

    @Test
    void answersThatAreNotReadStayWithTheirWorker() throws IOException {
        // 256 MB of answers, with a heap of 64 MB.
        assertThat(ask("/greedy/4096")).isEqualTo("all");
    }

    @Test
    void aWorkerHasAFewConnectionsAndTopics() throws IOException {
        int before = Proc.descriptors(master.pid());
        assertThat(ask("/connections/200"))
                .contains("+PONG\r\n")
                .containsPattern("-ERR process \\d+ has \\d+ connections \\(expected: at most 4\\)");
        await().untilAsserted(() -> assertThat(Proc.descriptors(master.pid())).isLessThan(before + 30));
        assertThat(ask("/topics/20000"))
                .contains("-ERR SUBSCRIBE: ", " topics of ", " bytes are heard already (expected: at most 262144 bytes")
                .endsWith("+PONG\r\n");
    }

    @Test
    void aProcessThatIsNoWorkerIsRefused() throws IOException {
        assertThat(ask("/stranger")).matches("-DENIED process \\d+ is no worker of this master that shares state\r\n");
    }

    private String ask(String path) throws IOException {
        return HttpClient.get(port, path).body();
    }

    private String get(String path) {
        try {
            return ask(path);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
