"""The engines that carry out tasks: by rule, or by asking a chat model."""
