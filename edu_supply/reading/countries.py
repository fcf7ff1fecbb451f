"""Countries by their two letters (ISO 3166-1 alpha-2)."""

from __future__ import annotations

from edu_supply.reading.numbers import Fault

_LETTERS = """
    ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB
    BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR
    BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR
    CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK
    FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS
    GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN
    ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO
    LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD
    MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER
    NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM
    PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP
    SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF
    TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY
    UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE
"""

ALPHA_3: dict[str, str] = {both[2:]: both[:2] for both in _LETTERS.split()}
"""Three letters to two, of every country in ISO 3166-1."""

COUNTRIES: frozenset[str] = frozenset(ALPHA_3.values())
"""The two letters of every country in ISO 3166-1."""

USER_ASSIGNED: frozenset[str] = frozenset(f"X{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
"""XA to XZ: codes that ISO 3166 leaves to its users, here for funds and exercises."""

OTHER_SPELLINGS: dict[str, str] = {"EL": "GR", "UK": "GB"}
"""Codes that the European Union writes for Greece and the United Kingdom, and what they are read as."""

# What people write in place of the code.
_NAMES: dict[str, str] = {
    "albania": "AL", "austria": "AT", "australia": "AU", "bosnia and herzegovina": "BA", "belgium": "BE",
    "bulgaria": "BG", "belarus": "BY", "canada": "CA", "switzerland": "CH", "cyprus": "CY", "czechia": "CZ",
    "czech republic": "CZ", "germany": "DE", "deutschland": "DE", "denmark": "DK", "estonia": "EE", "spain": "ES",
    "finland": "FI", "france": "FR", "united kingdom": "GB", "great britain": "GB", "england": "GB",
    "britain": "GB", "greece": "GR", "croatia": "HR", "hungary": "HU", "ireland": "IE", "israel": "IL",
    "india": "IN", "iceland": "IS", "italy": "IT", "japan": "JP", "south korea": "KR", "korea": "KR",
    "liechtenstein": "LI", "lithuania": "LT", "luxembourg": "LU", "latvia": "LV", "moldova": "MD",
    "montenegro": "ME", "north macedonia": "MK", "malta": "MT", "namibia": "NA", "netherlands": "NL",
    "the netherlands": "NL", "holland": "NL", "norway": "NO", "poland": "PL", "portugal": "PT", "romania": "RO",
    "serbia": "RS", "sweden": "SE", "singapore": "SG", "slovenia": "SI", "slovakia": "SK", "turkey": "TR",
    "türkiye": "TR", "taiwan": "TW", "ukraine": "UA", "united states": "US", "united states of america": "US",
    "america": "US", "south africa": "ZA",
}  # fmt: skip


def standard(code: str) -> str:
    """The ISO code of a country that may be written as the European Union does.

    >>> standard("EL"), standard("NA")
    ('GR', 'NA')
    """
    return OTHER_SPELLINGS.get(code, code)


def countries(cells: list[str]) -> tuple[list[str], list[Fault]]:
    """The countries in a column (blank where refused) and what was refused.

    >>> countries(["UK", "NA", "Poland"])
    (['GB', 'NA', ''], [Fault(row=2, kind='country', ..., right='Write PL.')])
    """
    faults: list[Fault] = []
    read: dict[str, str] = {"": ""}
    known = COUNTRIES | USER_ASSIGNED
    message = "This is not the code of a country (ISO 3166, two letters)."
    for row, cell in enumerate(cells):
        code = standard(cell)
        if code in known:
            read[cell] = code
        elif cell:
            read[cell] = ""
            faults.append(Fault(row, "country", message, _meant(cell)))
    return [read[cell] for cell in cells], faults


def _meant(cell: str) -> str:
    upper = standard(cell.upper())
    code = upper if upper in COUNTRIES | USER_ASSIGNED else ALPHA_3.get(upper) or _NAMES.get(cell.casefold())
    if code:
        return f"Write {code}."
    if upper in ("EU", "EEA", "NATO"):
        return "A coalition is a group: list its members in the table groups."
    return "Write two letters, such as PL; XA to XZ are free for funds and exercises."
