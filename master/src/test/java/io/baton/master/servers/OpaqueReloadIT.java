package io.baton.master.servers;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.master.it.MasterCommand;
import io.baton.master.it.MasterProcess;
import io.baton.master.it.SelfMadeKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Workers with connections that cannot move are replaced: messages are not cut, and the workers end in time. Profile
 * {@code servers}.
 */
@EnabledIfSystemProperty(named = "baton.servers", matches = "(?!false$).+")
@Timeout(300)
final class OpaqueReloadIT {

    private static final int KEPT = 16;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration PERIOD = Duration.ofMillis(300);
    private static final Pattern DRAINED = Pattern.compile("baton: drained in (\\d+) ms: .*");

    /** Each kept connection that is in use when the budget ends is lost at most once for each worker. */
    @ParameterizedTest
    @ValueSource(strings = {"2s", "whole"})
    void newConnectionsOfTlsNeverFailAndKeptOnesOnlyWhenTheBudgetEnds(String budget, @TempDir Path home)
            throws Exception {
        Path jar = ServerExample.jar("spring-boot");
        Path key = SelfMadeKey.in(home);
        int port = MasterCommand.freePort();
        List<String> options = new ArrayList<>(List.of("--port", "" + port, "--name", "shop"));
        if (!budget.equals("whole")) {
            options.addAll(List.of("--drain-budget", budget));
        }
        options.addAll(List.of(jar.toString(), "--", "--server.tomcat.max-keep-alive-requests=-1"));
        options.add("--server.ssl.key-store=" + key);
        options.add("--server.ssl.key-store-password=" + SelfMadeKey.PASSWORD);
        try (MasterProcess master = new MasterCommand().home(home).start(options.toArray(String[]::new))) {
            master.awaitReady(2);
            try (UnforgivingLoad load =
                    UnforgivingLoad.start(port, SelfMadeKey.trusted().getSocketFactory(), KEPT, 20 * KEPT, 20)) {
                await().atMost(LIMIT).until(() -> load.answered() > 1000);
                reload(home);
                load.end();
                exitedWell(master);
                System.out.println("TLS, budget " + budget + ": " + load + "; " + said(master));
                assertThat(load.failed() - load.failedKept())
                        .as(load.toString())
                        .isZero();
                assertThat(load.failedKept()).as(load.toString()).isLessThanOrEqualTo(2 * KEPT);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"undertow", "vertx4", "vertx5"})
    void eachMessageOfAWebSocketIsAnsweredUntilTheServerSaysFarewell(String name, @TempDir Path home) throws Exception {
        Path jar = ServerExample.jar(name);
        int port = MasterCommand.freePort();
        try (MasterProcess master = new MasterCommand()
                .home(home)
                .start("--port", "" + port, "--name", "shop", "--drain-budget", "2s", jar.toString())) {
            master.awaitReady(2);
            Echoes echoes = new Echoes();
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), echoes)
                    .get(LIMIT.toSeconds(), SECONDS);
            CompletableFuture<Void> reload = CompletableFuture.runAsync(() -> reload(home));
            int sent = 0;
            while (!echoes.end.isDone()) {
                int last = sent;
                try {
                    socket.sendText("message " + sent++, true).get(LIMIT.toSeconds(), SECONDS);
                } catch (ExecutionException e) {
                    // The other end has said farewell.
                    break;
                }
                await().atMost(LIMIT).until(() -> echoes.heard.get() > last || echoes.end.isDone());
                CompletableFuture<String> pause =
                        echoes.end.copy().completeOnTimeout("", PERIOD.toMillis(), MILLISECONDS);
                pause.get(LIMIT.toSeconds(), SECONDS);
            }
            String end = echoes.end.get(LIMIT.toSeconds(), SECONDS);
            assertThat(echoes.heard.get()).isEqualTo(sent);
            reload.get(LIMIT.toSeconds(), SECONDS);
            exitedWell(master);
            System.out.println(
                    name + ": " + sent + " messages, " + echoes.heard + " heard, then " + end + "; " + said(master));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vertx4", "vertx5"})
    void everyRequestOverHttp2IsAnswered(String name, @TempDir Path home) throws Exception {
        Path jar = ServerExample.jar(name);
        int port = MasterCommand.freePort();
        try (MasterProcess master = new MasterCommand()
                .home(home)
                .start("--port", "" + port, "--name", "shop", "--drain-budget", "2s", jar.toString())) {
            master.awaitReady(2);
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
            AtomicReference<HttpClient.@Nullable Version> version = new AtomicReference<>();
            HttpRequest slow = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/slow?ms=300"))
                    .build();
            client.send(slow, HttpResponse.BodyHandlers.ofString());
            CompletableFuture<Void> reload = CompletableFuture.runAsync(() -> reload(home));
            int answered = 0;
            while (!reload.isDone()) {
                List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    all.add(client.sendAsync(slow, HttpResponse.BodyHandlers.ofString()));
                }
                for (CompletableFuture<HttpResponse<String>> one : all) {
                    HttpResponse<String> answer = one.get(LIMIT.toSeconds(), SECONDS);
                    assertThat(answer.statusCode()).isEqualTo(200);
                    version.set(answer.version());
                    answered++;
                }
                // Between two messages is where such a connection can end.
                CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(700, MILLISECONDS))
                        .get(LIMIT.toSeconds(), SECONDS);
            }
            assertThat(version.get()).isEqualTo(HttpClient.Version.HTTP_2);
            reload.get(LIMIT.toSeconds(), SECONDS);
            exitedWell(master);
            System.out.println(name + ": " + answered + " answered over " + version + "; " + said(master));
        }
    }

    private static void reload(Path home) {
        try {
            MasterCommand.Outcome outcome = new MasterCommand().home(home).run("reload", "shop");
            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> said(MasterProcess master) {
        return master.output().stream().filter(DRAINED.asPredicate()).toList();
    }

    private static void exitedWell(MasterProcess master) {
        master.await(Pattern.compile("-> EXITED: exit code 0"), 2);
        assertThat(master.output()).noneMatch(line -> line.contains("SIGTERM"));
    }

    /** What comes over a WebSocket. */
    private static final class Echoes implements WebSocket.Listener {

        final AtomicInteger heard = new AtomicInteger();
        final CompletableFuture<String> end = new CompletableFuture<>();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            heard.addAndGet(last ? 1 : 0);
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            end.complete("closed with " + status);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            end.complete("ended: " + error);
        }
    }
}
