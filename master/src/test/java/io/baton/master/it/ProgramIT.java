package io.baton.master.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.baton.master.it.MasterCommand.Outcome;
import io.baton.protocol.posix.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are no {@code .js}, and other runtimes: they serve, or are refused in one line before anything starts. */
final class ProgramIT {

    private static final String SERVER =
            "require('http').createServer((q, r) => r.end(JSON.stringify([process.pid, process.execArgv])))"
                    + ".listen(process.env.PORT || 0)\n";

    /** How Node says whether it runs TypeScript by itself. */
    private static final String RUNS_TYPESCRIPT = "process.exit(process.features.typescript ? 0 : 1)";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void aProgramWithoutAnEndingServesWithTheOptionsOfItsFirstLineAndTheOperators() throws Exception {
        Files.createDirectory(directory.resolve("bin"));
        Path www = program("bin/www", "#!/usr/bin/env -S node --no-warnings\n" + SERVER);
        try (MasterProcess master = MasterProcess.start(www.toString(), "--node-args", "--stack-trace-limit=5")) {
            master.awaitReady(2);
            assertThat(HttpClient.get(NodeProgram.port(master), "/").body())
                    .contains("[\"--no-warnings\",\"--stack-trace-limit=5\"]");
            requireStops(master);
        }
    }

    @Test
    void typescriptServesIfNodeRunsItAndIsRefusedIfNot() throws Exception {
        Path program = program("app.ts", "const port: string = process.env.PORT ?? '0'\n" + SERVER);
        if (run("node", "-e", RUNS_TYPESCRIPT) == 0) {
            try (MasterProcess master = MasterProcess.start(program.toString())) {
                master.awaitReady(2);
                assertThat(HttpClient.get(NodeProgram.port(master), "/").status())
                        .isEqualTo(200);
                requireStops(master);
            }
        } else {
            requireRefused(
                    new MasterCommand().run(program.toString()),
                    "is TypeScript, which this node does not run (expected: Node 22.18 or later");
        }
    }

    @Test
    void denoServesAndOtherRuntimesAreRefused() throws Exception {
        Path program = program("app.cjs", SERVER);
        Path bun = program("bun", "#!/bin/sh\n");
        requireRefused(
                new MasterCommand().run(program.toString(), "--interpreter", bun.toString()),
                "Bun's workers open ports themselves");
        requireRefused(new MasterCommand().run(program.toString(), "--interpreter", "tsx"), "starts a Node of its own");
        requireRefused(new MasterCommand().run(program.toString(), "--interpreter", "cat"), "cat is not Node");
        Outcome missing = new MasterCommand().run(program.toString(), "--interpreter", "no-such-node");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.output())
                .startsWith("baton: no-such-node: not found in PATH=")
                .hasLineCount(1);
        requireDeno();
        requireRefused(
                new MasterCommand().run(program.toString(), "--interpreter", "deno", "--mode", "shared"),
                "mode: shared (expected: handoff for Deno");
        try (MasterProcess master = MasterProcess.start(program.toString(), "--interpreter", "deno")) {
            master.awaitReady(2);
            int port = NodeProgram.port(master);
            String first = HttpClient.get(port, "/").body();
            assertThat(HttpClient.get(port, "/").body()).isNotEqualTo(first);
            requireStops(master);
        }
    }

    @Test
    void aFileThatIsNoApplicationEndsTheStartBeforeThePortOpens() throws Exception {
        Path text = program("notes", "once upon a time");
        requireRefused(new MasterCommand().run(text.toString(), "--port", "0"), "is a text that does not say");
        Path configuration = program("ecosystem.config.js", "module.exports = {apps: [{script: 'app.js'}]}");
        Outcome refused = new MasterCommand().run(configuration.toString());
        assertThat(refused.exitCode()).isEqualTo(78);
        assertThat(refused.output())
                .startsWith(configuration + ": is a program, which Baton does not run")
                .endsWith("> ecosystem.config.json\n")
                .hasLineCount(1);
        requireRefused(new MasterCommand().run(MasterCommand.packagedJar().toString()), "is Baton itself");
    }

    private static void requireRefused(Outcome outcome, String told) {
        assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(2);
        assertThat(outcome.output()).startsWith("baton: ").contains(told).hasLineCount(1);
    }

    private static void requireStops(MasterProcess master) {
        Proc.signal(master.pid(), Processes.SIGTERM);
        assertThat(master.exitCode(Duration.ofSeconds(20))).isZero();
    }

    private static void requireDeno() throws Exception {
        boolean there = run("deno", "--version") == 0;
        if (!there) {
            System.out.println("ProgramIT tries no Deno: there is none in PATH");
        }
        assumeTrue(there, "no deno in PATH");
    }

    /** Returns the exit code, -1 if there is no such program. */
    private static int run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } catch (IOException e) {
            return -1;
        }
    }

    private Path program(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }
}
