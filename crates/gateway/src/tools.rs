//! The functions that a client offers.

use crate::error::{ApiError, unfit};
use crate::object::Object;
use crate::wire::{Choice, Tool};
use idlewatt_proto::text::{self, ToolChoice, Tools};
use serde_json::value::RawValue;

/// What an answer may call; `None`: nothing.
pub fn tools(
    sent: Option<Vec<Object<Tool>>>,
    choice: Option<Box<RawValue>>,
    parallel: Option<bool>,
) -> Result<Option<Tools>, ApiError> {
    let list = sent.into_iter().flatten().map(|Object(tool)| function(tool)).collect::<Result<Vec<_>, _>>()?;
    let choice = choice.map_or(Ok(Some(ToolChoice::Auto)), |choice| chosen(choice.get()))?;
    match choice {
        Some(ToolChoice::Required | ToolChoice::Named(_)) if list.is_empty() => {
            unfit("tool_choice", "there are no tools to choose from")
        }
        Some(choice) if !list.is_empty() => Ok(Some(Tools { list, choice, parallel: parallel.unwrap_or(true) })),
        _ => Ok(None),
    }
}

fn function(tool: Tool) -> Result<text::Tool, ApiError> {
    let Some(Object(function)) = tool.function.filter(|_| tool.r#type == "function") else {
        return match tool.r#type.as_str() {
            "function" => unfit("tools", "a tool of type \"function\" has a function"),
            other => unfit("tools", &format!("tools of type {other:?} are not supported, only functions")),
        };
    };
    let parameters = function.parameters.map(|schema| schema.get().to_owned());
    if parameters.as_ref().is_some_and(|schema| !schema.starts_with('{')) {
        return unfit("tools", &format!("the parameters of {:?} are no schema: that is an object", function.name));
    }
    let (name, description, strict) = (function.name, function.description, function.strict.unwrap_or(false));
    Ok(text::Tool { name, description, parameters, strict })
}

/// `None`: no call.
fn chosen(choice: &str) -> Result<Option<ToolChoice>, ApiError> {
    match choice {
        "null" | "\"auto\"" => Ok(Some(ToolChoice::Auto)),
        "\"none\"" => Ok(None),
        "\"required\"" => Ok(Some(ToolChoice::Required)),
        other => match serde_json::from_str(other) {
            Ok(Object(Choice { r#type, function: Some(Object(named)) })) if r#type == "function" => {
                Ok(Some(ToolChoice::Named(named.name)))
            }
            _ => unfit("tool_choice", "it is \"none\", \"auto\", \"required\" or a function"),
        },
    }
}
