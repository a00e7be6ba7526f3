"""The XMP packet that declares PDF/A and PDF/UA-1."""

from datetime import UTC, datetime
from xml.sax.saxutils import escape

# PDF/A-2 knows no `pdfuaid`, so a file that is both has to describe it (ISO 19005-2, 6.6.2.3.3).
_PDFUA_SCHEMA = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%(title)s</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>%(moment)s</xmp:CreateDate><xmp:ModifyDate>%(moment)s</xmp:ModifyDate>
<pdf:Producer>%(producer)s</pdf:Producer>
<pdfaid:part>%(part)d</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
%(schema)s
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def xmp(title: str, producer: str, stamp: datetime, part: int) -> bytes:
    """The first three must be those of the information dictionary: PDF/A compares them. `part`: of PDF/A."""
    moment = stamp.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    values = {
        "title": escape(title),
        "moment": moment,
        "producer": escape(producer),
        "part": part,
        "schema": _PDFUA_SCHEMA,
    }
    return (_PACKET % values).encode()
