"""XAdES-EPES signature of a Facturae file: enveloped, RSA with SHA-256, under the Facturae signature policy 3.1.

Written on lxml and cryptography because the policy wants the first form of SigningCertificate with any issuer's name and
a signing time the caller knows, which the general library does not offer. Three things are signed: the whole file
without the signature, the signed properties (when, with which certificate, under which policy), and the key's certificate.
Digests of parts are over inclusive canonical XML (C14N 1.0), each part with every namespace in scope where it stands.
"""

from __future__ import annotations

import base64
import hashlib
from copy import deepcopy
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from shared_tools.einvoice.elements import group, put
from shared_tools.einvoice.facturae.terms import NAMESPACE
from shared_tools.einvoice.parsed import parse
from shared_tools.refusal import Refusal

POLICY: Final = (
    "http://www.facturae.es/politica_de_firma_formato_facturae/politica_de_firma_formato_facturae_v3_1.pdf"
)
POLICY_DIGEST: Final = "Ohixl6upD6av8N7pEvDABhEL6hM="
"""SHA-1 of the policy's PDF, as published: it names the document, nothing is trusted because of it."""

_DS: Final = "http://www.w3.org/2000/09/xmldsig#"
_XADES: Final = "http://uri.etsi.org/01903/v1.3.2#"
_D: Final = f"{{{_DS}}}"
_X: Final = f"{{{_XADES}}}"
_C14N: Final = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_SHA256: Final = "http://www.w3.org/2001/04/xmlenc#sha256"
_SHA1: Final = "http://www.w3.org/2000/09/xmldsig#sha1"
_RSA_SHA256: Final = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
_ENVELOPED: Final = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_SIGNED_PROPERTIES: Final = "http://uri.etsi.org/01903#SignedProperties"


def sign(
    xml: bytes, key: rsa.RSAPrivateKey, certificate: x509.Certificate, moment: datetime, role: str = "emisor"
) -> bytes:
    """``xml`` with its signature as last element.

    ``moment`` the signing time, with its offset; ``role`` emisor, or tercero where a third party signs for the seller.
    Raises Refusal ``not_a_facturae``, ``signed_already``, ``certificate_not_valid``, ``signed_before_issue``,
    ``wrong_key``.
    """
    root = parse(xml)
    _may_be_signed(root, key, certificate, moment)
    name = hashlib.sha256(xml).hexdigest()[:16]
    whole = etree.tostring(root, method="c14n")
    signature = etree.SubElement(root, _D + "Signature", {"Id": f"Signature-{name}"}, nsmap={"ds": _DS})
    info = group(signature, _D + "SignedInfo")
    value = etree.SubElement(signature, _D + "SignatureValue")
    key_info = _key_info(signature, name, key, certificate)
    properties = _properties(signature, name, certificate, moment, role)
    etree.SubElement(info, _D + "CanonicalizationMethod", {"Algorithm": _C14N})
    etree.SubElement(info, _D + "SignatureMethod", {"Algorithm": _RSA_SHA256})
    _reference(info, {"Id": f"Reference-{name}", "URI": ""}, whole, (_ENVELOPED, _C14N))
    _reference(
        info, {"Type": _SIGNED_PROPERTIES, "URI": f"#{properties.get('Id')}"}, canonical(properties), ()
    )
    _reference(info, {"URI": f"#{key_info.get('Id')}"}, canonical(key_info), ())
    value.text = _base64(key.sign(canonical(info), padding.PKCS1v15(), hashes.SHA256()))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def canonical(element: etree._Element) -> bytes:
    """Inclusive C14N of a part: alone, but with every namespace that is in scope where it stands."""
    apart = etree.Element(element.tag, dict(element.attrib), nsmap=element.nsmap)
    apart.text = element.text
    apart.extend(deepcopy(child) for child in element)
    return etree.tostring(apart, method="c14n")


def _may_be_signed(
    root: etree._Element, key: rsa.RSAPrivateKey, certificate: x509.Certificate, moment: datetime
) -> None:
    if root.tag != f"{{{NAMESPACE}}}Facturae":
        raise Refusal(
            "not_a_facturae",
            f"{root.tag} is no Facturae 3.2.2.",
            way_out="Write the invoice as Facturae first.",
        )
    if root.find(_D + "Signature") is not None:
        raise Refusal(
            "signed_already", "the file is signed already.", way_out="Sign the file as it was written."
        )
    if moment.utcoffset() is None or not (
        certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc
    ):
        raise Refusal(
            "certificate_not_valid", f"the certificate is not valid at {moment.isoformat()}.", field="certificate",
            way_out="Renew the certificate, or check the clock and its offset.",
        )  # fmt: skip
    if key.public_key().public_numbers() != _public(certificate).public_numbers():
        raise Refusal(
            "wrong_key", "the key does not belong to the certificate.", field="key", way_out="Load both from one .p12 file."
        )  # fmt: skip
    for issued in root.iter("IssueDate"):
        if (issued.text or "") > moment.date().isoformat():
            raise Refusal(
                "signed_before_issue", f"the invoice is dated {issued.text}, after the signature.", field="BT-2",
                way_out="Sign it on its date or later.",
            )  # fmt: skip


def _public(certificate: x509.Certificate) -> rsa.RSAPublicKey:
    public = certificate.public_key()
    if not isinstance(public, rsa.RSAPublicKey):
        raise Refusal(
            "wrong_key", "the certificate's key is not RSA, which the policy asks for.", field="certificate",
            way_out="Use a certificate with an RSA key.",
        )  # fmt: skip
    return public


def _key_info(
    signature: etree._Element, name: str, key: rsa.RSAPrivateKey, certificate: x509.Certificate
) -> etree._Element:
    node = etree.SubElement(signature, _D + "KeyInfo", {"Id": f"Certificate-{name}"})
    data = group(node, _D + "X509Data")
    put(data, _D + "X509Certificate", _base64(certificate.public_bytes(Encoding.DER)))
    numbers = key.public_key().public_numbers()
    value = group(group(node, _D + "KeyValue"), _D + "RSAKeyValue")
    for tag, number in (("Modulus", numbers.n), ("Exponent", numbers.e)):
        put(value, _D + tag, _base64(number.to_bytes((number.bit_length() + 7) // 8, "big")))
    return node


def _properties(
    signature: etree._Element, name: str, certificate: x509.Certificate, moment: datetime, role: str
) -> etree._Element:
    holder = etree.SubElement(
        group(signature, _D + "Object"), _X + "QualifyingProperties", {"Target": f"#Signature-{name}"},
        nsmap={"xades": _XADES},
    )  # fmt: skip
    signed = etree.SubElement(holder, _X + "SignedProperties", {"Id": f"SignedProperties-{name}"})
    about = group(signed, _X + "SignedSignatureProperties")
    put(about, _X + "SigningTime", moment.isoformat(timespec="seconds"))
    known = group(group(about, _X + "SigningCertificate"), _X + "Cert")
    _digest(group(known, _X + "CertDigest"), _SHA256, _sha256(certificate.public_bytes(Encoding.DER)))
    issuer = group(known, _X + "IssuerSerial")
    put(issuer, _D + "X509IssuerName", certificate.issuer.rfc4514_string())
    put(issuer, _D + "X509SerialNumber", str(certificate.serial_number))
    policy = group(group(about, _X + "SignaturePolicyIdentifier"), _X + "SignaturePolicyId")
    identity = group(policy, _X + "SigPolicyId")
    put(identity, _X + "Identifier", POLICY)
    put(
        identity,
        _X + "Description",
        "Política de firma electrónica para facturación electrónica con formato Facturae",
    )
    _digest(group(policy, _X + "SigPolicyHash"), _SHA1, POLICY_DIGEST)
    put(group(group(about, _X + "SignerRole"), _X + "ClaimedRoles"), _X + "ClaimedRole", role)
    data = group(signed, _X + "SignedDataObjectProperties")
    form = etree.SubElement(data, _X + "DataObjectFormat", {"ObjectReference": f"#Reference-{name}"})
    put(form, _X + "Description", "Factura electrónica")
    put(form, _X + "MimeType", "text/xml")
    return signed


def _reference(
    info: etree._Element, attributes: dict[str, str], content: bytes, transforms: tuple[str, ...]
) -> None:
    node = etree.SubElement(info, _D + "Reference", attributes)
    if transforms:
        steps = group(node, _D + "Transforms")
        for transform in transforms:
            etree.SubElement(steps, _D + "Transform", {"Algorithm": transform})
    _digest(node, _SHA256, _sha256(content))


def _digest(parent: etree._Element, algorithm: str, value: str) -> None:
    etree.SubElement(parent, _D + "DigestMethod", {"Algorithm": algorithm})
    put(parent, _D + "DigestValue", value)


def _sha256(content: bytes) -> str:
    return _base64(hashlib.sha256(content).digest())


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
