"""The colours by their part, light and dark: pages, charts, reports and notebooks draw with the same ones.

A test holds their contrast: text 4.5, marks 3.0 against what they stand on.
"""

LIGHT = {
    "canvas": "#F6F7F9",
    "surface": "#FFFFFF",
    "sunken": "#EFF1F4",
    "hairline": "#E2E5EA",
    "line": "#C7CCD5",
    "ink": "#171C26",
    "ink-2": "#434B5A",
    "ink-3": "#616979",
    "accent": "#2B50C8",
    "on-accent": "#FFFFFF",
    "accent-soft": "#E9EEFC",
    "good": "#0B6A55",
    "watch": "#865500",
    "bad": "#AE3415",
    "comparison": "#848C9B",
    "ramp-1": "#EFE3D6",
    "ramp-2": "#E7C49E",
    "ramp-3": "#D2935A",
    "ramp-4": "#AD5D27",
    "ramp-5": "#7E3B12",
    "shadow": "0 6px 24px rgba(23, 28, 38, .14), 0 1px 3px rgba(23, 28, 38, .10)",
}

DARK = {
    "canvas": "#0F1217",
    "surface": "#161A21",
    "sunken": "#1D222B",
    "hairline": "#272D38",
    "line": "#3B4351",
    "ink": "#E8EBF1",
    "ink-2": "#B7BECB",
    "ink-3": "#929BAB",
    "accent": "#94ACFF",
    "on-accent": "#0F1217",
    "accent-soft": "#212C4E",
    "good": "#63C9B0",
    "watch": "#E2B566",
    "bad": "#F2937A",
    "comparison": "#7E8798",
    "ramp-1": "#3A322B",
    "ramp-2": "#5C4029",
    "ramp-3": "#8A5930",
    "ramp-4": "#D3935A",
    "ramp-5": "#F3C795",
    "shadow": "0 6px 24px rgba(0, 0, 0, .55), 0 1px 3px rgba(0, 0, 0, .5)",
}
