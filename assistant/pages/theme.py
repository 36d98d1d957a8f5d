"""Colours, type and icons. Whatever has a dark value stands in the theme; ``style.css`` holds layout."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from gradio.themes import Base
from gradio.themes.utils import colors, fonts, sizes

__all__ = ["FONTS", "ICONS", "paper"]

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
SHEETS = ("style.css", "session.css")
ICONS = {
    "ask": "<path d='M4 5h16v11H9l-5 4z'/>",
    "prepare": "<path d='M5 4h10l4 4v12H5zM9 10h6M9 13.5h6M9 17h4'/>",
    "agenda": "<circle cx='12' cy='12' r='8'/><path d='M12 7.5V12l3 2'/>",
    "library": "<path d='M4 4.5h4v15H4zM8 4.5h4v15H8zM13.6 6l3.7-1 3.6 13.6-3.7 1z'/>",
}
"""Drawing of each tab by its id, in a square of 24."""

_LAGOON = colors.Color("#f0fdfa", "#ccfbf1", "#99f6e4", "#5eead4", "#2dd4bf", "#14b8a6", "#0d7d74", "#0b6b63", "#0f5a54", "#134e4a", "#042f2e", name="lagoon")
_PAPER = colors.Color("#faf9f6", "#f4f2ed", "#e7e3da", "#d5cfc3", "#928a80", "#78716a", "#5a544d", "#413c36", "#2a2622", "#1c1917", "#12100e", name="paper")
_FACES = (
    ("Atkinson Hyperlegible Next", "atkinson-hyperlegible-next-latin-wght-normal.woff2", "normal"),
    ("Source Serif 4", "source-serif-4-latin-wght-normal.woff2", "normal"),
    ("Source Serif 4", "source-serif-4-latin-wght-italic.woff2", "italic"),
)
_SURFACES = {
    "body_background_fill": ("*neutral_50", "#171412"),
    "body_text_color": ("*neutral_900", "#f1eee8"),
    "body_text_color_subdued": ("*neutral_600", "#b9b2a6"),
    "background_fill_primary": ("white", "#211d1a"),
    "background_fill_secondary": ("*neutral_100", "#1b1815"),
    "border_color_primary": ("*neutral_200", "#37312c"),
    "border_color_accent": ("*primary_600", "*primary_400"),
    "color_accent_soft": ("*primary_50", "#17312e"),
    "link_text_color": ("*primary_700", "*primary_300"),
    "link_text_color_hover": ("*primary_800", "*primary_200"),
    "link_text_color_visited": ("*primary_700", "*primary_300"),
    "link_text_color_active": ("*primary_800", "*primary_200"),
    "block_background_fill": ("*background_fill_primary", "*background_fill_primary"),
    "block_label_text_color": ("*body_text_color_subdued", "*body_text_color_subdued"),
    "block_title_text_color": ("*body_text_color", "*body_text_color"),
    "block_info_text_color": ("*body_text_color_subdued", "*body_text_color_subdued"),
    "code_background_fill": ("*neutral_100", "#2a2622"),
    "error_background_fill": ("#fdf0ee", "#321a17"),
    "error_border_color": ("#a32117", "#ff9d92"),
    "error_text_color": ("#a32117", "#ff9d92"),
}
_CONTROLS = {
    "input_background_fill": ("white", "#1b1815"),
    "input_border_color": ("*neutral_400", "#6b645b"),
    "input_border_color_focus": ("*primary_700", "*primary_300"),
    "input_placeholder_color": ("#6b645c", "#a39b8f"),
    "button_primary_background_fill": ("*primary_700", "*primary_400"),
    "button_primary_background_fill_hover": ("*primary_800", "*primary_300"),
    "button_primary_text_color": ("white", "*primary_950"),
    "button_secondary_background_fill": ("white", "#262220"),
    "button_secondary_background_fill_hover": ("*neutral_100", "#332e2a"),
    "button_secondary_border_color": ("*neutral_300", "#4a433c"),
    "button_secondary_text_color": ("*neutral_900", "#f1eee8"),
    "checkbox_label_background_fill": ("transparent", "transparent"),
    "checkbox_label_background_fill_selected": ("*primary_50", "#17312e"),
    "checkbox_label_text_color_selected": ("*primary_800", "*primary_200"),
}
_SHAPES = {
    "color_accent": "*primary_700",
    "block_border_width": "1px",
    "block_shadow": "none",
    "block_radius": "12px",
    "container_radius": "12px",
    "input_border_width": "1px",
    "input_radius": "9px",
    "input_shadow": "none",
    "input_text_size": "15px",
    "button_border_width": "1px",
    "button_large_radius": "10px",
    "button_medium_radius": "9px",
    "button_small_radius": "8px",
    "button_small_text_size": "13px",
    "checkbox_label_shadow": "none",
    "prose_text_size": "15px",
    "chatbot_text_size": "16px",
    "layout_gap": "16px",
}


def paper() -> Base:
    """The theme with our style sheet in it; Gradio serves both as ``/theme.css`` under a name with their hash."""
    theme = _Paper(
        primary_hue=_LAGOON,
        secondary_hue=_LAGOON,
        neutral_hue=_PAPER,
        radius_size=sizes.radius_md,
        spacing_size=sizes.spacing_md,
        text_size=sizes.text_md,
        font=(fonts.Font("Atkinson Hyperlegible Next"), "ui-sans-serif", "system-ui", "sans-serif"),
        font_mono=(fonts.Font("ui-monospace"), "Menlo", "monospace"),
    )
    coloured = _SURFACES | _CONTROLS
    theme.set(**_SHAPES, **{name: light for name, (light, _) in coloured.items()}, **{f"{name}_dark": dark for name, (_, dark) in coloured.items()})
    return theme


class _Paper(Base):
    """Appends the style sheet itself: of ``custom_css``, the documented way, Gradio 6.31 writes three copies, two of them inside a variable."""

    def _get_theme_css(self) -> str:
        sheet = [*map(_face, _FACES), *(_icon(tab, drawing) for tab, drawing in ICONS.items()), *((HERE / name).read_text("utf-8") for name in SHEETS)]
        return "\n".join([super()._get_theme_css(), *sheet])  # type: ignore[no-untyped-call]


def _face(face: tuple[str, str, str]) -> str:
    family, file, style = face
    return f"@font-face{{font-family:'{family}';src:url('/upward/fonts/{file}') format('woff2');font-weight:200 900;font-style:{style};font-display:swap}}"


def _icon(tab: str, drawing: str) -> str:
    pen = "fill='none' stroke='black' stroke-width='1.8' stroke-linecap='round' stroke-linejoin='round'"
    svg = quote(f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' {pen}>{drawing}</svg>")
    return f'#nav .tab-container button[data-tab-id={tab}]::before{{mask-image:url("data:image/svg+xml,{svg}")}}'
