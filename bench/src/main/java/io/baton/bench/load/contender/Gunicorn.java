package io.baton.bench.load.contender;

import io.baton.bench.load.figure.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** gunicorn with two workers of the only kind that keeps connections without further packages, {@code gthread}. */
final class Gunicorn implements Contender {

    private static final String THREADS = "64";

    @Override
    public String name() {
        return "gunicorn";
    }

    @Override
    public Set<Ability> abilities() {
        return Set.of(Ability.RELOADS);
    }

    @Override
    public Optional<String> missing() {
        return Tool.GUNICORN.missing();
    }

    @Override
    public Launch prepare(int port, Path directory) throws IOException {
        Resource.copy("serve.py", directory);
        List<String> command = List.of(
                "gunicorn",
                "--workers=2",
                "--worker-class=gthread",
                "--threads=" + THREADS,
                "--keep-alive=65",
                "--log-level=error",
                "--bind=127.0.0.1:" + port,
                "serve:app");
        return new Launch(command, Map.of()).reloadedBy("sh", "-c", "kill -HUP " + Launch.PID);
    }
}
