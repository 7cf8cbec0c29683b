package io.baton.master.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AssetTest {

    private static String text(Asset asset) throws IOException {
        return new String(asset.read(), StandardCharsets.UTF_8);
    }

    @Test
    void thePlotIsInTheJarUnderTheVersionThatIsAskedFor() throws IOException {
        assertThat(text(Asset.ofPlot("uPlot.iife.min.js", "text/javascript"))).contains("uPlot=function");
        assertThat(text(Asset.ofPlot("uPlot.min.css", "text/css"))).contains(".uplot");
    }

    @Test
    void noScriptReadsATextAsHtml() throws IOException {
        for (String script : List.of(
                "page.js",
                "link.js",
                "card.js",
                "chart.js",
                "track.js",
                "evidence.js",
                "log.js",
                "orders.js",
                "parts.js")) {
            assertThat(text(Asset.own(script, "text/javascript")))
                    .as(script)
                    .isNotBlank()
                    .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
        }
    }

    @Test
    void thePageHasNoScriptOrStyleOfItsOwnAndLoadsNothingFromElsewhere() throws IOException {
        assertThat(text(Asset.own("index.html", "text/html")))
                .contains("src=\"/page.js\"")
                .doesNotContain("<style", "style=", "onclick", "src=\"http", "href=\"http", "src=\"//", "href=\"//")
                .doesNotContainPattern("<script[^>]*>[^<]");
    }
}
