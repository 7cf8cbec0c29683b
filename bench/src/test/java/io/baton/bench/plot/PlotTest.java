package io.baton.bench.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.bench.load.figure.Measurement;
import io.baton.bench.load.figure.Summary;
import io.baton.bench.load.figure.Timeline;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class PlotTest {

    @Test
    void aBarIsAsLongAsItsMedianIsOfTheMost() throws Exception {
        Document drawing = parsed(BarChart.draw("a < b", List.of(row("baton", 10, 20, 40), row("netty", 5, 10, 12))));

        assertThat(number(drawing, "rect", 1, "width")).isEqualTo(2 * number(drawing, "rect", 2, "width"));
        assertThat(drawing.getElementsByTagName("text").item(0).getTextContent())
                .startsWith("a < b");
    }

    @Test
    void aSlowerRequestIsDrawnHigherAndAFailedOneRed() throws Exception {
        List<Timeline.Point> points = List.of(
                new Timeline.Point(0, 1, false), new Timeline.Point(10, 100, false), new Timeline.Point(20, 5, true));
        Timeline timeline = new Timeline("crash", "baton", points, List.of(new Timeline.Mark(15, "killed")));

        Document drawing = parsed(TimelineChart.draw("crash", List.of(timeline)));

        assertThat(number(drawing, "circle", 1, "cy")).isLessThan(number(drawing, "circle", 0, "cy"));
        assertThat(((Element) drawing.getElementsByTagName("circle").item(2)).getAttribute("fill"))
                .isEqualTo("#c53030");
    }

    private static Measurement row(String contender, double least, double median, double most) {
        return new Measurement(
                "connect", contender, "CPU a request", "us", new Summary(median, least, most, List.of(median)));
    }

    private static double number(Document drawing, String tag, int index, String attribute) {
        Element element = (Element) drawing.getElementsByTagName(tag).item(index);
        return Double.parseDouble(element.getAttribute(attribute));
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
}
