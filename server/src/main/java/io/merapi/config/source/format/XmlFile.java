// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source.format;

import io.merapi.config.option.Origin;
import io.merapi.config.option.Setting;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * A configuration in XML, as uWSGI reads it ({@code core/xmlconf.c}): the section is a {@code uwsgi} element, the
 * outermost one or in it; each element in that is a setting, with its text, or 1 where it is empty. Where an id is
 * asked for, elements of another {@code id} are left out, those without one are not. {@code app} elements are mounts.
 * There are no document types and so no entities but XML's own five.
 */
final class XmlFile {
    private static final String SECTION = "uwsgi";

    private final XMLStreamReader xml;
    private final String file;
    private final String id;
    private final List<Setting> settings = new ArrayList<>();

    private XmlFile(XMLStreamReader xml, String file, String id) {
        this.xml = xml;
        this.file = file;
        this.id = id;
    }

    static Section read(String text, String file, String id) throws MalformedException {
        XMLInputFactory rules = XMLInputFactory.newDefaultFactory();
        rules.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        rules.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        rules.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        rules.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XmlFile document = new XmlFile(rules.createXMLStreamReader(new StringReader(text)), file, id);
            return new Section(document.settings, document.readDocument());
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
            throw new MalformedException(line, what(e));
        }
    }

    /** The parser's message begins with a line that repeats the place. */
    private static String what(XMLStreamException e) {
        String message = String.valueOf(e.getMessage()).strip();
        return message.substring(message.lastIndexOf('\n') + 1).replaceFirst("^Message: ", "");
    }

    /** Whether the section is there. What follows it is read all the same, so that what is malformed is told. */
    private boolean readDocument() throws XMLStreamException {
        boolean found = false;
        int depth = 0;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                boolean section = xml.getLocalName().equals(SECTION) && (depth == 0 || (depth == 1 && isAsked()));
                if (section && !found) {
                    found = true;
                    readSection();
                } else {
                    depth++;
                }
            }
        }
        return found;
    }

    private boolean isAsked() {
        String own = attribute("id");
        return id.isEmpty() || own == null || own.equals(id);
    }

    private void readSection() throws XMLStreamException {
        while (xml.next() != XMLStreamConstants.END_ELEMENT) {
            if (xml.isStartElement()) {
                readSetting();
            }
        }
    }

    private void readSetting() throws XMLStreamException {
        String name = xml.getLocalName();
        String mountpoint = attribute("mountpoint");
        String domain = attribute("domain");
        boolean asked = isAsked();
        Origin origin = new Origin(file, xml.getLocation().getLineNumber());
        String text = readText();
        if (!asked) {
            return;
        }
        if (name.equals("app")) {
            String prefix = mountpoint != null ? mountpoint + "=" : domain != null ? domain + "|=" : "";
            settings.add(new Setting("mount", prefix + text.strip(), origin));
        } else {
            settings.add(new Setting(name, text.isEmpty() ? "1" : text, origin));
        }
    }

    /** All text to the end of the element, that of elements in it included. */
    private String readText() throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        int depth = 1;
        while (depth > 0) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(xml.getText());
                default -> {
                    // comments and processing instructions
                }
            }
        }
        return text.toString();
    }

    private @Nullable String attribute(String name) {
        return xml.getAttributeValue(null, name);
    }
}
