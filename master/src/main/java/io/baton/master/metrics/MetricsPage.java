package io.baton.master.metrics;

import io.baton.master.conductor.Clock;
import io.baton.master.shared.SharedFigures;
import io.baton.master.snapshot.MasterSnapshot;
import io.baton.master.totals.Totals;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The page that Prometheus reads. The numbers are copied on the conductor, and written where the page is asked for. */
public final class MetricsPage {

    private static final String OPEN_METRICS = "application/openmetrics-text";

    private final Clock conductor;
    private final Supplier<MasterSnapshot> snapshots;
    private final Totals totals;
    private final LongSupplier lagNanos;
    private final Supplier<Map<String, SharedFigures>> shared;

    /** A page in the form that was asked for. */
    public record Page(String contentType, String text) {}

    /**
     * Of one master.
     *
     * @param snapshots called on the conductor, as {@code lagNanos}
     * @param lagNanos how late the conductor was
     * @param shared what the workers of each application share
     */
    public MetricsPage(
            Clock conductor,
            Supplier<MasterSnapshot> snapshots,
            Totals totals,
            LongSupplier lagNanos,
            Supplier<Map<String, SharedFigures>> shared) {
        this.shared = shared;
        this.conductor = conductor;
        this.snapshots = snapshots;
        this.totals = totals;
        this.lagNanos = lagNanos;
    }

    /**
     * Makes a page. Workers of applications that count by themselves are asked first. Any thread may call; the stage completes on
     * another one.
     *
     * @param accept the field of the request; empty if there was none
     * @return writes the page, on any thread
     */
    public CompletionStage<Writing> read(String accept) {
        CompletableFuture<Writing> read = new CompletableFuture<>();
        conductor.post(() -> totals.texts().gather(() -> read(accept, read)));
        return read;
    }

    private void read(String accept, CompletableFuture<Writing> read) {
        Scrape scrape = Scrape.of(snapshots.get(), totals, lagNanos.getAsLong(), shared.get());
        boolean openMetrics = accept.contains(OPEN_METRICS);
        totals.texts().merge(openMetrics, () -> page(scrape, true).text(), merged -> {
            if (merged == null) {
                read.complete(() -> page(scrape, openMetrics));
            } else {
                read.complete(() -> new Page(writer(openMetrics).getContentType(), merged));
            }
        });
    }

    /** Numbers that were copied. */
    public interface Writing {

        /** Writes them. */
        Page write();
    }

    static Page page(Scrape scrape, boolean openMetrics) {
        Families families = new Families();
        new MasterMetrics(families).add(scrape);
        AppMetrics apps = new AppMetrics(families);
        WorkerMetrics workers = new WorkerMetrics(families);
        for (Scrape.App app : scrape.apps()) {
            apps.add(app);
            workers.add(app);
        }
        ExpositionFormatWriter writer = writer(openMetrics);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writer.write(bytes, families.snapshots());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Page(writer.getContentType(), bytes.toString(StandardCharsets.UTF_8));
    }

    private static ExpositionFormatWriter writer(boolean openMetrics) {
        return openMetrics ? OpenMetricsTextFormatWriter.create() : PrometheusTextFormatWriter.create();
    }
}
